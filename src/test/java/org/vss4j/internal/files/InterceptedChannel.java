package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.Interceptor.Operation;

/** A file of an {@link InterceptedFileSystem} that is open. */
final class InterceptedChannel extends FileChannel {

    /** What happens before each operation on this file. */
    interface Before {
        void call(Operation operation) throws IOException;
    }

    private final FileChannel real;
    private final Before before;

    InterceptedChannel(FileChannel real, Before before) {
        this.real = real;
        this.before = before;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        before.call(Operation.READ);
        return real.read(buffer);
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
        before.call(Operation.WRITE);
        return real.write(buffer);
    }

    /** Forces nothing: the power stays on, and tests are faster without. */
    @Override
    public void force(boolean metaData) throws IOException {
        before.call(Operation.FORCE);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        before.call(Operation.LOCK);
        return real.lock(position, size, shared);
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        before.call(Operation.LOCK);
        return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        try {
            before.call(Operation.CLOSE);
        } finally {
            real.close();
        }
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        real.position(newPosition);
        return this;
    }

    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer buffer, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer buffer, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }
}
