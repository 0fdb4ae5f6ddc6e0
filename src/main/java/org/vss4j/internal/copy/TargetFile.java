package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import org.vss4j.internal.files.Reason;

/** A new file of the target, open for writing; each failure names the file. */
final class TargetFile implements AutoCloseable {

    private static final Set<OpenOption> CREATE = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

    private final Path file;
    private final FileChannel channel;

    private TargetFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static TargetFile create(Path file, FileAttribute<?>... attributes) throws IOException {
        try {
            return new TargetFile(file, FileChannel.open(file, CREATE, attributes));
        } catch (IOException e) {
            throw Reason.naming(file, e);
        }
    }

    /** Writes all that remains in {@code buffer}. */
    void write(ByteBuffer buffer) throws IOException {
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw Reason.naming(file, e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } catch (IOException e) {
            throw Reason.naming(file, e);
        }
    }
}
