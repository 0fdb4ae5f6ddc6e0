package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.Reason;
import org.vss4j.internal.files.RegularFile;

/** Small files that are there whole or not at all, whenever the process or the machine dies. */
final class WholeFile {
    private static final Set<OpenOption> CREATE = Set.of(
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            LinkOption.NOFOLLOW_LINKS);

    private WholeFile() {}

    /**
     * Reads a file of ASCII.
     *
     * @throws NoSuchFileException if there is nothing
     * @throws IOException if it cannot be read, is no regular file, or is larger than any of ours
     */
    static String read(Path file) throws IOException {
        return new String(RegularFile.read(file), StandardCharsets.US_ASCII);
    }

    /** Writes a file of ASCII; when this returns, it is on the disk. One that was there before is replaced. */
    static void write(Path file, String text) throws IOException {
        // Of the same name each time: who writes the file anew replaces also what a process that died left of it.
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            RegularFile.requireIfPresent(unfinished);
            try (FileChannel channel = FileChannel.open(unfinished, CREATE, OwnerOnly.file(unfinished))) {
                ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Disk disk = Disk.of(file);
            disk.replace(unfinished, file);
            disk.forceNames(Objects.requireNonNull(file.getParent()));
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw Reason.naming(file, e);
        }
    }
}
