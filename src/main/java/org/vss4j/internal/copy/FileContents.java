package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.Reason;

/** Copies the contents of files, one after the other, in chunks through one buffer of its own. */
final class FileContents {

    private static final int CHUNK = 256 * 1024;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    private final CopyObserver observer;

    FileContents(CopyObserver observer) {
        this.observer = observer;
    }

    /**
     * Makes {@code target}, which only its owner can open, with the contents of {@code source}.
     *
     * @return the number of bytes
     * @throws UnreadableException if the source can't be read to its end; then there is no target
     * @throws IOException if the target can't be written, or the thread was interrupted
     */
    long copy(Path source, Path target) throws UnreadableException, IOException {
        try (SourceFile in = SourceFile.open(source)) {
            return copy(in, target);
        }
    }

    private long copy(SourceFile in, Path target) throws UnreadableException, IOException {
        try (TargetFile out = TargetFile.create(target, OwnerOnly.file(target))) {
            return transfer(in, out);
        } catch (UnreadableException e) {
            delete(target);
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

    private static void delete(Path target) throws IOException {
        try {
            Files.delete(target);
        } catch (IOException e) {
            throw Reason.naming(target, e);
        }
    }
}
