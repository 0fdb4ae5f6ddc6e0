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

/** A file of the source, read by java.nio. */
record JavaSourceFile(FileChannel channel) implements SourceFile {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    static SourceFile open(Path file) throws UnreadableException {
        try {
            return new JavaSourceFile(FileChannel.open(file, READ));
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    @Override
    public int read(ByteBuffer buffer) throws UnreadableException, ClosedByInterruptException {
        try {
            return channel.read(buffer);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // Nothing is lost.
        }
    }
}
