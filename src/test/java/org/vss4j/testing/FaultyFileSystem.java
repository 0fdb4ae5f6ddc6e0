package org.vss4j.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A file system in which calls fail, block, or find what they look for gone, as a test tells it: a folder, seen through the
 * FUSE program in {@code src/test/native/faulty}, which says how a rule is written. Where FUSE cannot be mounted, the test is
 * left out, with the reason.
 */
public final class FaultyFileSystem implements AutoCloseable {
    private static final Path SOURCE = Path.of("src/test/native/faulty/faulty.c");
    private static final Path PROGRAM = Path.of("target/native/faulty");

    private final Path workspace;
    private final Process process;

    private FaultyFileSystem(Path workspace, Process process) {
        this.workspace = workspace;
        this.process = process;
    }

    /**
     * Mounts one.
     *
     * @param workspace an empty folder, for all that it needs
     */
    public static FaultyFileSystem mount(Path workspace) throws IOException, InterruptedException {
        assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "left out: there is no /dev/fuse that this user may open");
        assumeTrue(
                isCompiled(), "left out: the program cannot be compiled here (Debian: gcc, pkg-config, libfuse3-dev)");
        Files.createDirectory(workspace.resolve("backing"));
        Path root = Files.createDirectory(workspace.resolve("mounted"));
        Process process = new ProcessBuilder(
                        PROGRAM.toAbsolutePath().toString(),
                        workspace.resolve("backing").toString(),
                        workspace.resolve("rules").toString(),
                        workspace.resolve("log").toString(),
                        root.toString())
                .redirectErrorStream(true)
                .redirectOutput(workspace.resolve("output").toFile())
                .start();
        FaultyFileSystem system = new FaultyFileSystem(workspace, process);
        Object before = Files.getAttribute(workspace, "unix:dev");
        while (Files.getAttribute(root, "unix:dev").equals(before)) {
            boolean ended = process.waitFor(10, TimeUnit.MILLISECONDS);
            assumeTrue(!ended, () -> "left out: FUSE cannot be mounted here: " + system.output());
        }
        return system;
    }

    private static synchronized boolean isCompiled() throws IOException, InterruptedException {
        if (Files.exists(PROGRAM) && modified(PROGRAM).compareTo(modified(SOURCE)) > 0) {
            return true;
        }
        Files.createDirectories(PROGRAM.getParent());
        String command = "gcc -std=c11 -O2 -Wall -Wextra -Werror $(pkg-config --cflags fuse3) -o " + PROGRAM + " "
                + SOURCE + " $(pkg-config --libs fuse3)";
        return new ProcessBuilder("sh", "-c", command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static FileTime modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file);
    }

    private String output() {
        try {
            return Files.readString(workspace.resolve("output")).strip();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Where it is mounted. */
    public Path root() {
        return workspace.resolve("mounted");
    }

    /** The folder behind it, where nothing fails. */
    public Path backing() {
        return workspace.resolve("backing");
    }

    /** Has these rules hold from now on, and no others. */
    public void rules(String... lines) throws IOException {
        Path next = Files.write(workspace.resolve("rules.next"), List.of(lines));
        Files.move(next, workspace.resolve("rules"), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * The calls that have changed something, in their order: a word and a path that begins with a slash; and those that
     * have begun to block, with that word.
     */
    public List<String> changes() throws IOException {
        return Files.readAllLines(workspace.resolve("log"));
    }

    /** Takes it away, whoever still uses it. */
    @Override
    public void close() throws IOException {
        rules();
        List<String> command = List.of("umount", "--lazy", root().toString());
        Process unmount = new ProcessBuilder(command).inheritIO().start();
        try {
            unmount.waitFor();
            process.destroy();
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
