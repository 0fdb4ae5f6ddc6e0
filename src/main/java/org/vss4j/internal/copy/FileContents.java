package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Copies files, one after the other, in chunks through one buffer of its own. */
final class FileContents {

    private static final int CHUNK = 256 * 1024;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    private final CopyObserver observer;

    FileContents(CopyObserver observer) {
        this.observer = observer;
    }

    /**
     * Makes the file of the target, with contents and attributes.
     *
     * @return the number of bytes
     * @throws UnreadableException if the source can't be read to its end; then there is no target
     * @throws IOException if the target can't be written, or the thread was interrupted
     */
    long copy(CopiedEntry file) throws UnreadableException, IOException {
        try (SourceFile in = file.open()) {
            return copy(in, file);
        }
    }

    private long copy(SourceFile in, CopiedEntry file) throws UnreadableException, IOException {
        try (TargetFile out = file.create()) {
            long bytes = transfer(in, out);
            out.finish();
            return bytes;
        } catch (UnreadableException e) {
            file.deleteTarget();
            throw e;
        }
    }

    private long transfer(SourceFile in, TargetFile out) throws UnreadableException, IOException {
        long total = 0;
        while (in.read(buffer.clear()) >= 0) {
            int bytes = buffer.flip().remaining();
            out.write(buffer);
            total += bytes;
            observer.copied(bytes);
            observer.checkpoint();
        }
        return total;
    }
}
