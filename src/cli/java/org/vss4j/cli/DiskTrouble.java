package org.vss4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.vss4j.internal.files.Reason;

/** Why a file system does not take what is written to it, as far as that is known by a number, and what to do. */
enum DiskTrouble {
    FULL("is full: free space"),
    READ_ONLY("is read-only: have it mounted for writing"),
    DENIED("denies this user to write there: give him the right"),
    FAILING("fails: see the system's log of errors of disks"),
    TOO_LONG("cannot hold so long a path: begin nearer to the files, or rename them");

    private final String text;

    DiskTrouble(String text) {
        this.text = text;
    }

    /**
     * What a failure says.
     *
     * @param folder one that is there, in the file system that was written to
     */
    static Optional<DiskTrouble> of(Path folder, IOException e) {
        if (Reason.isFull(folder, e)) {
            return Optional.of(FULL);
        }
        if (Reason.isReadOnly(folder, e)) {
            return Optional.of(READ_ONLY);
        }
        if (Reason.isDenied(e)) {
            return Optional.of(DENIED);
        }
        if (Reason.isFailing(e)) {
            return Optional.of(FAILING);
        }
        return Reason.isTooLong(folder, e) ? Optional.of(TOO_LONG) : Optional.empty();
    }

    /** What it is, and what to do. */
    @Override
    public String toString() {
        return text;
    }
}
