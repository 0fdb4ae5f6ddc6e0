package org.vss4j.internal.copy;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import org.vss4j.internal.posix.Contents;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.internal.posix.Inodes;
import org.vss4j.internal.posix.PosixException;
import org.vss4j.internal.posix.PosixName;

/** A file of the source, read by the calls of Linux. */
record PosixSourceFile(Descriptor descriptor) implements SourceFile {

    /** A FIFO that has taken the file's place is opened without waiting for a writer, and refused. */
    private static final int READ = Descriptor.O_RDONLY | Descriptor.O_NOFOLLOW | Descriptor.O_NONBLOCK;

    static SourceFile open(Descriptor folder, PosixName name) throws UnreadableException {
        try {
            Descriptor opened = Descriptor.open(folder, name, READ);
            if (isRegularFile(opened)) {
                return new PosixSourceFile(opened);
            }
            opened.close();
        } catch (PosixException e) {
            throw new UnreadableException(e);
        }
        throw new UnreadableException("replaced while it was read");
    }

    private static boolean isRegularFile(Descriptor opened) throws PosixException {
        try {
            return Inodes.statx(opened).isRegularFile();
        } catch (PosixException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public int read(ByteBuffer buffer) throws UnreadableException, ClosedByInterruptException {
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException();
        }
        try {
            int bytes = (int) Contents.read(descriptor, MemorySegment.ofBuffer(buffer));
            buffer.position(buffer.position() + bytes);
            return bytes == 0 ? -1 : bytes;
        } catch (PosixException e) {
            throw new UnreadableException(e);
        }
    }

    @Override
    public void close() {
        try {
            descriptor.close();
        } catch (PosixException ignored) {
            // Nothing is lost.
        }
    }
}
