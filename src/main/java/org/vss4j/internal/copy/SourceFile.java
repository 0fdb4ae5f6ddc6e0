package org.vss4j.internal.copy;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;

/** A regular file of the source, open for reading; each failure is an {@link UnreadableException}. */
interface SourceFile extends AutoCloseable {

    /**
     * Reads into a buffer as {@link java.nio.channels.FileChannel#read(ByteBuffer)} does.
     *
     * @throws ClosedByInterruptException if the thread is interrupted, which says nothing about the file
     */
    int read(ByteBuffer buffer) throws UnreadableException, ClosedByInterruptException;

    /** Closes the file; what has been read stays read, even if that fails. */
    @Override
    void close();
}
