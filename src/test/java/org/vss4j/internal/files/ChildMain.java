package org.vss4j.internal.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vss4j.internal.copy.TreeCopier;
import org.vss4j.internal.files.Interceptor.Operation;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.internal.posix.Entries;
import org.vss4j.internal.posix.Inodes;
import org.vss4j.internal.posix.PosixException;
import org.vss4j.internal.posix.PosixName;
import org.vss4j.internal.posix.Processes;
import org.vss4j.internal.posix.Timestamp;
import org.vss4j.internal.state.CrashScenario;
import org.vss4j.internal.state.StateDirectory;
import org.vss4j.simulator.LibraryCopy;
import org.vss4j.simulator.SimulatorProgram;

/** What tests have done by a process of its own: by another user, in another encoding, or until it dies. */
public final class ChildMain {
    /** The exit code of a process that was killed by a signal. */
    public static final int KILLED = 137;

    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);

    private ChildMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
        switch (arguments[0]) {
            case "copy" -> copy(Path.of(rest.get(0)), Path.of(rest.get(1)));
            case "delete" -> delete(Path.of(rest.get(0)));
            case "try" -> tryCalls(PosixName.of(Path.of(rest.get(0))), PosixName.of(rest.get(1)));
            case "subreaper" -> adopt();
            case "hold" -> hold(Path.of(rest.get(0)));
            case "begin" -> begin(new SimulatorProgram(Path.of(rest.get(0)), Path.of(rest.get(1))));
            case "unload" -> unload(Path.of(rest.get(0)), Path.of(rest.get(1)));
            case "die" -> die(CrashScenario.valueOf(rest.get(0)), Path.of(rest.get(1)), Integer.parseInt(rest.get(2)));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void copy(Path source, Path target) {
        try {
            TreeCopier.copy(
                    source, target, (path, reason) -> OUT.println("unreadable " + PathText.of(path) + ": " + reason));
            OUT.println("copied");
        } catch (IOException e) {
            OUT.println("failed " + e.getMessage());
        }
    }

    private static void delete(Path tree) {
        try {
            FileTrees.delete(tree);
            OUT.println("deleted");
        } catch (IOException e) {
            OUT.println("failed " + e.getMessage());
        }
    }

    /** Something that is tried. */
    private interface Attempt {
        void make() throws PosixException;
    }

    /** Tries each call that changes something in a folder, and prints what became of it. */
    private static void tryCalls(PosixName folder, PosixName file) throws IOException {
        PosixName other = PosixName.of("other");
        Timestamp time = new Timestamp(0, 0);
        try (Descriptor opened = Descriptor.open(Descriptor.WORKING_DIRECTORY, folder, Descriptor.O_DIRECTORY)) {
            print("openat", () -> Descriptor.open(opened, file, 0).close());
            print("mkdirat", () -> Entries.mkdirat(opened, other, 0));
            print("symlinkat", () -> Entries.symlinkat(file, opened, other));
            print("linkat", () -> Entries.linkat(opened, file, opened, other));
            print("unlinkat", () -> Entries.unlinkat(opened, file));
            print("renameat2", () -> Entries.renameat2(opened, file, opened, other, 0));
            print("fchmodat", () -> Inodes.fchmodat(opened, file, 0, 0));
            print("fchownat", () -> Inodes.fchownat(opened, file, 0, 0, 0));
            print("utimensat", () -> Inodes.utimensat(opened, file, time, time, 0));
            print("statx", () -> Inodes.statx(opened, file, 0).mode());
        }
    }

    private static void print(String call, Attempt attempt) {
        try {
            attempt.make();
            OUT.println(call + ": done");
        } catch (PosixException e) {
            OUT.println(call + ": " + e.name());
        }
    }

    /** Becomes the parent of orphans; prints whether it is that of one that a shell leaves. */
    private static void adopt() throws IOException, InterruptedException {
        int unused = Processes.prctl(Processes.PR_SET_CHILD_SUBREAPER, 1);
        Process shell = new ProcessBuilder("sh", "-c", "sleep 600 >/dev/null 2>&1 & echo $!").start();
        long pid = Long.parseLong(shell.inputReader(UTF_8).readLine());
        int ended = shell.waitFor();
        ProcessHandle orphan = ProcessHandle.of(pid).orElseThrow();
        boolean ours = orphan.parent().equals(Optional.of(ProcessHandle.current()));
        boolean destroyed = orphan.destroyForcibly();
        OUT.println(ours ? "parent" : "not the parent " + ended + destroyed);
    }

    /** Begins a set; prints what became of it. */
    private static void begin(SimulatorProgram program) {
        OUT.println(program.apply("begin"));
        String unused = program.apply("end");
    }

    /** Uses the library twice, by class loaders of its own; prints how many of them stay. */
    private static void unload(Path volume, Path state) {
        try {
            OUT.println("left: " + LibraryCopy.leftOfTwo(volume, state));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the library cannot be loaded twice", e);
        }
    }

    /** Makes a state directory and forgets it; then lets the collector run as often as it is asked to. */
    private static void hold(Path root) throws IOException {
        try {
            OUT.println("holds " + StateDirectory.open(root, OUT::println).folder());
        } catch (IOException e) {
            OUT.println("failed " + e.getMessage());
            return;
        }
        while (System.in.read() >= 0) {
            System.gc();
            OUT.println("collected");
        }
    }

    /** Dies before the n-th change that it makes. If it gets through, it prints what it did. */
    private static void die(CrashScenario scenario, Path workspace, int n) throws IOException {
        int[] count = {0};
        StringBuilder log = new StringBuilder();
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            if (operation.changes() && ++count[0] == n) {
                Runtime.getRuntime().halt(KILLED);
            }
            log(log, operation, path);
        });
        scenario.run(system.path(workspace));
        OUT.print(log);
    }

    private static void log(StringBuilder log, Operation operation, Path path) {
        if (operation.changes()) {
            log.append(operation).append(' ').append(path).append('\n');
        }
    }
}
