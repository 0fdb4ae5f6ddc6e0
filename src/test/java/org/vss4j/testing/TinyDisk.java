package org.vss4j.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few bytes in memory, mounted: a real full disk. Where nobody may mount one, its test is skipped. */
public final class TinyDisk implements AutoCloseable {
    private final Path path;

    private TinyDisk(Path path) {
        this.path = path;
    }

    /** Mounts one. */
    public static TinyDisk of(int bytes) throws IOException {
        Path path = Files.createTempDirectory("vss4j-tiny");
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "vss4j-tiny", path.toString()) == 0;
        if (!mounted) {
            Files.delete(path);
        }
        assumeTrue(mounted, "only who may mount a file system has a full disk");
        return new TinyDisk(path);
    }

    /** Returns where it is. */
    public Path path() {
        return path;
    }

    /** Unmounts it with all that is there, once nothing is open. */
    @Override
    public void close() throws IOException {
        int result = run("umount", path.toString());
        if (result != 0) {
            throw new IOException("umount " + path + " failed: " + result);
        }
        Files.delete(path);
    }

    private static int run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(command[0]);
        } catch (IOException e) {
            if (command[0].equals("mount")) {
                return -1;
            }
            throw e;
        }
    }
}
