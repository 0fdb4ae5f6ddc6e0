package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A new file of the target, open for writing; each failure names the file. */
interface TargetFile extends AutoCloseable {

    /** Writes all that remains in {@code buffer}. */
    void write(ByteBuffer buffer) throws IOException;

    /** Gives it the attributes of the source's file, when all is written, and closes it. */
    void finish() throws IOException;

    /** Closes it, if it is not closed yet. */
    @Override
    void close() throws IOException;
}
