package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.Reason;

/** A file of the target, written by java.nio. */
final class JavaTargetFile implements TargetFile {

    private static final Set<OpenOption> CREATE = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

    private final Path file;
    private final FileChannel channel;
    private final Metadata metadata;
    private final BasicFileAttributes attributes;

    private JavaTargetFile(Path file, FileChannel channel, Metadata metadata, BasicFileAttributes attributes) {
        this.file = file;
        this.channel = channel;
        this.metadata = metadata;
        this.attributes = attributes;
    }

    static TargetFile create(Path file, Metadata metadata, BasicFileAttributes attributes) throws IOException {
        try {
            return new JavaTargetFile(file, FileChannel.open(file, CREATE, OwnerOnly.file(file)), metadata, attributes);
        } catch (IOException e) {
            throw Reason.naming(file, e);
        }
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
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
    public void finish() throws IOException {
        close();
        try {
            metadata.write(file, attributes);
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
