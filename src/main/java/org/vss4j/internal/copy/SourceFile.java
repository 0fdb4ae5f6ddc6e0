package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A regular file of the source, open for reading; each failure is an {@link UnreadableException}. */
final class SourceFile implements AutoCloseable {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final FileChannel channel;

    private SourceFile(FileChannel channel) {
        this.channel = channel;
    }

    static SourceFile open(Path file) throws UnreadableException {
        try {
            return new SourceFile(FileChannel.open(file, READ));
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    /**
     * Reads as {@link FileChannel#read(ByteBuffer)} does.
     *
     * @throws ClosedByInterruptException if the thread is interrupted, which says nothing about the file
     */
    int read(ByteBuffer buffer) throws UnreadableException, ClosedByInterruptException {
        try {
            return channel.read(buffer);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    /** Closes the file; what has been read stays read, even if that fails. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // Nothing is lost.
        }
    }
}
