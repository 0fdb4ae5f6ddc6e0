package org.vss4j.internal.copy;

import static org.vss4j.internal.posix.Descriptor.O_DIRECTORY;
import static org.vss4j.internal.posix.Descriptor.O_NOFOLLOW;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.internal.posix.FileId;
import org.vss4j.internal.posix.Inodes;
import org.vss4j.internal.posix.PosixException;
import org.vss4j.internal.posix.PosixName;

/**
 * A folder on the way down a tree, whose descriptor can be closed for a while: of a deep tree not all can be open. It is
 * opened again from the folder below it, or by the names from above, and only if it is the same folder still.
 */
final class Rung implements AutoCloseable {

    private static final PosixName PARENT = PosixName.of("..");

    private final @Nullable Rung above;
    private final PosixName name;
    private final FileId id;
    private @Nullable Descriptor open;

    private Rung(@Nullable Rung above, PosixName name, Descriptor open) throws PosixException {
        this.above = above;
        this.name = name;
        this.open = open;
        this.id = Inodes.statx(open).id();
    }

    /**
     * Opens a folder.
     *
     * @param above the folder that it was found in; of the uppermost there is none, which is never closed for a while
     * @param place where its name begins
     * @param flags besides that it has to be a folder
     */
    static Rung open(@Nullable Rung above, Descriptor place, PosixName name, int flags) throws PosixException {
        Descriptor opened = Descriptor.open(place, name, O_DIRECTORY | flags);
        try {
            return new Rung(above, name, opened);
        } catch (PosixException e) {
            opened.close();
            throw e;
        }
    }

    FileId id() {
        return id;
    }

    boolean isOpen() {
        return open != null;
    }

    Descriptor descriptor() {
        return Objects.requireNonNull(open, "closed for a while");
    }

    /** Opens it again, if it is not open. */
    void resume(@Nullable Rung below) throws IOException {
        if (isOpen()) {
            return;
        }
        if (below == null || !below.isOpen() || !opensFrom(below.descriptor())) {
            openFromAbove();
        }
    }

    /** Tries the parent of the folder below, which is another one if that has been moved. */
    private boolean opensFrom(Descriptor below) throws PosixException {
        try {
            return take(Descriptor.open(below, PARENT, O_DIRECTORY));
        } catch (PosixException ignored) {
            // Without the right to pass the folder below, it has no parent for us.
            return false;
        }
    }

    private void openFromAbove() throws IOException {
        Deque<PosixName> names = new ArrayDeque<>();
        Rung start = this;
        while (!start.isOpen()) {
            names.push(start.name);
            start = Objects.requireNonNull(start.above, "the uppermost is open");
        }
        Descriptor last = start.descriptor();
        for (PosixName next : names) {
            Descriptor opened;
            try {
                opened = Descriptor.open(last, next, O_DIRECTORY | O_NOFOLLOW);
            } finally {
                if (last != start.descriptor()) {
                    last.close();
                }
            }
            last = opened;
        }
        if (!take(last)) {
            throw new FileSystemException(name.toString(), null, "moved meanwhile");
        }
    }

    /** Keeps what has been opened, if it is this folder. */
    private boolean take(Descriptor opened) throws PosixException {
        try {
            if (Inodes.statx(opened).id().equals(id)) {
                open = opened;
            }
        } finally {
            if (open != opened) {
                opened.close();
            }
        }
        return open == opened;
    }

    @Override
    public void close() throws PosixException {
        Descriptor descriptor = open;
        open = null;
        if (descriptor != null) {
            descriptor.close();
        }
    }
}
