package org.vss4j.testing;

import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An ext4 in a file, mounted, which can be filled until there is no room for a single folder. For who may mount one. */
public final class FullDisk implements AutoCloseable {
    /** Why a test is skipped. */
    public static final String NONE = "It fills a disk, and only who may mount an ext4 has one to be filled";

    private static final int BLOCK = 1024;

    private final Path image;
    private final Path path;

    private FullDisk(Path image, Path path) {
        this.image = image;
        this.path = path;
    }

    /** Tells whether one can be mounted. */
    public static boolean isPossible() {
        try (FullDisk disk = of(1 << 20)) {
            return Files.isDirectory(disk.path());
        } catch (IOException e) {
            return false;
        }
    }

    /** Mounts one that is empty. */
    public static FullDisk of(int bytes) throws IOException {
        Path image = Files.createTempFile("vss4j-full", ".ext4");
        Path path = Files.createTempDirectory("vss4j-full");
        FullDisk disk = new FullDisk(image, path);
        try {
            run(List.of("truncate", "-s", Integer.toString(bytes), image.toString()));
            // No blocks for root alone, and as small as they get.
            run(List.of("mkfs.ext4", "-q", "-m", "0", "-b", Integer.toString(BLOCK), image.toString()));
            run(List.of("mount", "-o", "loop", image.toString(), path.toString()));
            return disk;
        } catch (IOException e) {
            Files.delete(path);
            Files.delete(image);
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    /** Fills it to its last block: not a folder can be made then. */
    public void fill() {
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(path.resolve("filler"))) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThatIOException().isThrownBy(() -> Files.createDirectory(path.resolve("folder")));
        }
    }

    @Override
    public void close() throws IOException {
        run(List.of("umount", path.toString()));
        Files.delete(path);
        Files.delete(image);
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            int result = process.waitFor();
            if (result != 0) {
                throw new IOException(command + " failed: " + result);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException(command.getFirst()).initCause(e);
        }
    }
}
