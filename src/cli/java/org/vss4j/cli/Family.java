package org.vss4j.cli;

import java.io.IOException;
import java.util.List;
import org.vss4j.internal.posix.Posix;
import org.vss4j.internal.windows.JobObject;
import org.vss4j.internal.windows.Platform;

/**
 * A program's family: itself, what it has started, what that has started, and so on. Those that the system starts for it,
 * as a service or at some time, are none of it.
 */
interface Family {
    /** Those of the family who live. */
    List<ProcessHandle> members();

    /** To be called now and then while the program runs: for those who must be seen before their parent ends. */
    default void look() {}

    /**
     * The family of the program that this process starts next; what it has started before is none of it.
     *
     * @throws IOException if the system refuses to keep the family together
     */
    static Family ofTheNextProgram() throws IOException {
        if (Platform.isWindows()) {
            return jobFamily();
        }
        return Posix.isAvailable() ? AdoptedFamily.adopt() : new SeenFamily();
    }

    private static Family jobFamily() {
        JobObject job = JobObject.join();
        long self = ProcessHandle.current().pid();
        return () -> job.processes().stream()
                .filter(id -> id != self)
                .flatMap(id -> ProcessHandle.of(id).stream())
                .filter(ProcessHandle::isAlive)
                .toList();
    }
}
