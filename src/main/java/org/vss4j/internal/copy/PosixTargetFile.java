package org.vss4j.internal.copy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.vss4j.internal.files.Reason;
import org.vss4j.internal.posix.Contents;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.internal.posix.PosixException;

/** A file of the target, written by the calls of Linux. */
final class PosixTargetFile implements TargetFile {

    private static final int CREATE =
            Descriptor.O_WRONLY | Descriptor.O_CREAT | Descriptor.O_EXCL | Descriptor.O_NOFOLLOW;
    private static final int OF_OWNER = 0_600;

    private final PosixEntry entry;
    private final Descriptor descriptor;

    private PosixTargetFile(PosixEntry entry, Descriptor descriptor) {
        this.entry = entry;
        this.descriptor = descriptor;
    }

    static TargetFile create(PosixEntry entry, PosixPlace place) throws IOException {
        try {
            return new PosixTargetFile(entry, Descriptor.open(place.to(), place.newName(), CREATE, OF_OWNER));
        } catch (PosixException e) {
            throw Reason.naming(entry.target(), e);
        }
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
        try {
            while (buffer.hasRemaining()) {
                long bytes = Contents.write(descriptor, MemorySegment.ofBuffer(buffer));
                buffer.position(buffer.position() + (int) bytes);
            }
        } catch (PosixException e) {
            throw Reason.naming(entry.target(), e);
        }
    }

    @Override
    public void finish() throws IOException {
        try {
            entry.attributes().write(descriptor);
            descriptor.close();
        } catch (PosixException e) {
            throw Reason.naming(entry.target(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            descriptor.close();
        } catch (PosixException e) {
            throw Reason.naming(entry.target(), e);
        }
    }
}
