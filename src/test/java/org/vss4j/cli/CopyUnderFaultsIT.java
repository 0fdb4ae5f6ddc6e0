package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.testing.FaultyFileSystem;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.OnPosix;
import org.vss4j.testing.Sequences;

/**
 * {@code copy} of random trees, with random options, while the file system fails in some places, somebody stops it, calls of
 * VSS fail and writers do, all at once: TARGET is then the new tree, the old one, or absent; the exit code, the JSON and the
 * disk tell the same; and nothing else is left once the file system works again and another command has run, but for a copy that
 * writers may count on.
 */
@OnPosix
@EnabledOnOs(OS.LINUX)
@Tag(NativeServer.TAG)
class CopyUnderFaultsIT {
    private static final String MISSING = "";

    private static final int TRIES = 15;

    @TempDir
    Path workspace;

    @AfterEach
    void removeWhatATestHasClosed() throws IOException {
        FileTrees.delete(workspace.resolve("try"));
    }

    static LongStream seeds() {
        return Sequences.seeds(TRIES);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverFails_theTargetIsWhatTheReportSays(long seed) throws Exception {
        try (FaultyFileSystem system = FaultyFileSystem.mount(Files.createDirectory(workspace.resolve("try")))) {
            new Try(new Random(seed), system).run();
        }
    }

    /** What the file system does to a copy. */
    private enum Fault {
        A_FILE_CANNOT_BE_READ,
        A_FILE_CANNOT_BE_OPENED,
        A_FOLDER_CANNOT_BE_LISTED,
        A_FILE_VANISHES,
        THE_TARGETS_DISK_IS_FULL,
        THE_TARGETS_DISK_FAILS
    }

    /** One copy. */
    private static final class Try {
        private final Random random;
        private final FaultyFileSystem system;
        private final Cli cli;
        private final Path source;
        private final Path place;
        private final Path target;
        private final List<String> options = new ArrayList<>();
        private final Set<String> files = new TreeSet<>();
        private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
        private final List<String> rules = new ArrayList<>();
        private @Nullable FailingWriters writers;

        Try(Random random, FaultyFileSystem system) throws IOException {
            this.random = random;
            this.system = system;
            this.cli = new Cli(Files.createDirectory(system.backing().resolveSibling("command")));
            this.source = system.root().resolve("source");
            this.place = Files.createDirectory(system.root().resolve("place"));
            this.target = place.resolve("target");
        }

        void run() throws Exception {
            fill(Files.createDirectory(source), 0);
            if (random.nextInt(4) > 0) {
                fill(Files.createDirectory(target), 1);
            }
            if (random.nextInt(8) > 0) {
                options.add("--overwrite");
            }
            for (String option :
                    List.of("--accept-partial", "--accept-empty", "--strict-writers", "--no-writers", "--no-sync")) {
                if (random.nextInt(3) == 0) {
                    options.add(option);
                }
            }
            String before = text(target);
            String whole = text(source);
            chooseService();
            chooseFaults();
            Cli.Run run = random.nextInt(3) == 0 ? startAndStop() : start();
            JsonNode report = run.json();
            system.rules();
            List<String> beside =
                    names(place).stream().filter(name -> !name.equals("target")).toList();
            String after = text(target);
            String what = faults + " " + rules + " " + options + "\n" + report + "\n" + run.stderr();
            requireOneStory(run.exitCode(), report, new Trees(before, whole, after), what);
            if (writers != null) {
                writers.requireTold(report, options, what);
            }
            requireNamed(beside, report, what);
            // Whatever could not be removed while the file system failed is removed by whoever comes next.
            Cli.Run next = cli.start(List.of("orphans", "--state", cli.state().toString()));
            assertThat(next.exitCode()).as(next.stderr()).isZero();
            requireNothingElse(new Trees(before, whole, after), report, what);
            assertThat(text(source)).as(what).isEqualTo(faults.contains(Fault.A_FILE_VANISHES) ? text(source) : whole);
        }

        /** But for a copy that writers may count on: it is whole, and named; or, if the run was given up, in its place now. */
        private void requireNothingElse(Trees trees, JsonNode report, String what) throws IOException {
            String left = report.path("left").toString();
            String now = text(target);
            boolean isDelivered = trees.after.equals(MISSING) && left.contains("makes TARGET of it");
            String meant = isAside(trees, report) ? trees.before : trees.after;
            assertThat(now).as(what).isEqualTo(isDelivered ? without(trees.whole, report) : meant);
            for (String name : names(place)) {
                if (!name.equals("target")) {
                    assertThat(left).as(what).contains(place.resolve(name) + " has all that was copied");
                    assertThat(text(place.resolve(name))).as(what).isEqualTo(without(trees.whole, report));
                }
            }
        }

        /** The disk failed when the old TARGET had been moved aside: then the next run puts it back. */
        private boolean isAside(Trees trees, JsonNode report) {
            return trees.after.equals(MISSING)
                    && (report.path("targetKept").isNull()
                            || report.path("left").toString().contains("could not put back " + target));
        }

        private record Trees(String before, String whole, String after) {}

        private void requireOneStory(int exitCode, JsonNode report, Trees trees, String what) {
            String outcome = report.path("outcome").asText();
            boolean made = report.path("targetMade").asBoolean();
            assertThat(exitCode == 0).as(what).isEqualTo(outcome.equals("done"));
            switch (outcome) {
                case "done" -> {
                    assertThat(made).as(what).isTrue();
                    assertThat(trees.after).as(what).isEqualTo(trees.whole);
                    assertThat(report.path("unreadableCount").asInt()).as(what).isZero();
                }
                case "partial" -> {
                    assertThat(exitCode).as(what).isEqualTo(1);
                    assertThat(report.path("because")).as(what).isNotEmpty();
                    boolean unreadable = report.path("unreadableCount").asInt() > 0;
                    if (made) {
                        assertThat(trees.after).as(what).isEqualTo(without(trees.whole, report));
                        assertThat(unreadable && !trees.before.equals(MISSING) && !options.contains("--accept-partial"))
                                .as(what)
                                .isFalse();
                    } else {
                        assertThat(unreadable).as(what).isTrue();
                        assertThat(report.path("targetKept").asBoolean())
                                .as(what)
                                .isTrue();
                        assertThat(trees.after).as(what).isEqualTo(trees.before).isNotEqualTo(MISSING);
                    }
                }
                case "failed", "usage", "interrupted" -> {
                    assertThat(exitCode).as(what).isEqualTo(expectedExitCode(outcome));
                    if (!isAside(trees, report)) {
                        assertThat(trees.after).as(what).isEqualTo(made ? without(trees.whole, report) : trees.before);
                    }
                    assertThat(report.path("error").path("message").asText())
                            .as(what)
                            .isNotEmpty();
                }
                default -> throw new AssertionError(what);
            }
            if (report.path("targetKept").isNull()) {
                // Nobody can look: the disk fails, or the command was given up in a call that blocks.
                assertThat(faults.contains(Fault.THE_TARGETS_DISK_FAILS) || outcome.equals("interrupted"))
                        .as(what)
                        .isTrue();
                assertThat(made).as(what).isFalse();
            } else if (report.has("targetKept") && !isAside(trees, report)) {
                assertThat(report.path("targetKept").asBoolean())
                        .as(what)
                        .isEqualTo(!made && !trees.before.equals(MISSING));
            }
        }

        /** What stays beside TARGET is named, and a report that has nothing to name says so only if that is true. */
        private void requireNamed(List<String> beside, JsonNode report, String what) {
            String left = report.path("left").toString();
            for (String name : beside) {
                assertThat(left).as(what).contains(place.resolve(name).toString());
            }
            boolean saysNothing = report.path("error").path("message").asText().contains("nothing is left");
            assertThat(saysNothing && report.has("left")).as(what).isFalse();
        }

        private static int expectedExitCode(String outcome) {
            return switch (outcome) {
                case "usage" -> 2;
                case "interrupted" -> 143;
                default -> 1;
            };
        }

        /** The simulator, or the service in C with writers that fail; and now and then a call of VSS that fails. */
        private void chooseService() throws IOException {
            String method = List.of("BackupComplete", "DoSnapshotSet", "GatherWriterStatus")
                    .get(random.nextInt(3));
            boolean fails = random.nextInt(4) == 0;
            if (random.nextBoolean()) {
                writers = FailingWriters.random(random, source);
                Path store = Files.createDirectory(system.backing().resolveSibling("store"));
                options.addAll(writers.serve(cli, store));
                cli.variable("VSS_TEST_FAULTS", fails ? method + "=fails:0x80042318" : "");
            } else if (fails) {
                options.addAll(List.of("--simulate", method + "=VSS_E_WRITER_INFRASTRUCTURE"));
            }
        }

        /** None, one or two of them. */
        private void chooseFaults() {
            List<Fault> all = List.of(Fault.values());
            for (int i = random.nextInt(3); i > 0; i--) {
                faults.add(all.get(random.nextInt(all.size())));
            }
            for (Fault fault : faults) {
                rules.add(
                        switch (fault) {
                            case A_FILE_CANNOT_BE_READ -> "read " + aFile() + " EIO";
                            case A_FILE_CANNOT_BE_OPENED -> "open " + aFile() + " EACCES";
                            case A_FOLDER_CANNOT_BE_LISTED -> "readdir /source/* EIO";
                            case A_FILE_VANISHES -> "open " + aFile() + " vanish";
                            case THE_TARGETS_DISK_IS_FULL -> "change /place/* ENOSPC " + random.nextInt(1, 40);
                            case THE_TARGETS_DISK_FAILS -> "any /place/* EIO " + random.nextInt(1, 120);
                        });
            }
        }

        private Cli.Run start() throws IOException {
            system.rules(rules.toArray(String[]::new));
            return cli.copy(source, target, options.toArray(String[]::new));
        }

        /** It is stopped in a change of TARGET's folder, which then goes on, or does not return until it is given up. */
        private Cli.Run startAndStop() throws Exception {
            List<String> faultsAlone = List.copyOf(rules);
            rules.add("change /place/* block " + random.nextInt(1, 25));
            Cli.Run run = start();
            eventually(
                    "it blocks, or is over: " + run.stderr(),
                    () -> !run.process().isAlive() || blocks());
            if (run.process().isAlive()) {
                run.signal("TERM");
            }
            if (random.nextBoolean()) {
                // What is moved into its place is waited for, however long that takes.
                boolean unused = run.process().waitFor(3, TimeUnit.SECONDS);
            }
            system.rules(faultsAlone.toArray(String[]::new));
            return run;
        }

        private boolean blocks() {
            try {
                return system.changes().stream().anyMatch(line -> line.startsWith("block "));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private String aFile() {
            List<String> all = List.copyOf(files);
            return all.isEmpty() ? "/source/none" : all.get(random.nextInt(all.size()));
        }

        /** Makes some files, folders and links; now and then none. */
        private void fill(Path folder, int depth) throws IOException {
            int entries = random.nextInt(6);
            for (int i = 0; i < entries; i++) {
                Path entry = folder.resolve("e" + i);
                int kind = random.nextInt(6);
                if (kind == 0 && depth < 3) {
                    fill(Files.createDirectory(entry), depth + 1);
                } else if (kind == 1) {
                    Files.createSymbolicLink(entry, Path.of(random.nextBoolean() ? "e0" : "/nowhere"));
                } else {
                    byte[] contents = new byte[kind == 2 ? 0 : random.nextInt(200_000)];
                    random.nextBytes(contents);
                    Files.write(entry, contents);
                    if (entry.startsWith(source)) {
                        files.add("/" + system.root().relativize(entry));
                    }
                }
            }
        }

        /** A tree as text, without what the report names as unreadable, and without what lies below that. */
        private String without(String tree, JsonNode report) {
            List<String> missing = Stream.iterate(0, i -> i + 1)
                    .limit(report.path("unreadable").size())
                    .map(i -> report.path("unreadable").path(i).path("path").asText())
                    .map(path -> source.relativize(Path.of(path)).toString())
                    .toList();
            return tree.lines()
                    .filter(line -> {
                        String[] parts = line.split(" ", 2);
                        return missing.stream().noneMatch(gone -> isMissing(parts, gone));
                    })
                    .collect(Collectors.joining("\n"));
        }

        /** A folder that cannot be listed is there, and empty; all else that is unreadable is not. */
        private static boolean isMissing(String[] line, String gone) {
            return line[0].startsWith(gone + "/") || (line[0].equals(gone) && !line[1].equals("folder"));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    /** A line for each entry: its path, and what it is; nothing if there is no tree. */
    private static String text(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return MISSING;
        }
        TreeMap<String, String> lines = new TreeMap<>();
        try (Stream<Path> entries = Files.walk(root)) {
            for (Path entry : entries.toList()) {
                String what = Files.isSymbolicLink(entry)
                        ? "-> " + Files.readSymbolicLink(entry)
                        : Files.isDirectory(entry) ? "folder" : "file " + Arrays.hashCode(Files.readAllBytes(entry));
                lines.put(root.relativize(entry).toString(), what);
            }
        }
        return lines.entrySet().stream()
                .map(line -> line.getKey() + " " + line.getValue())
                .collect(Collectors.joining("\n"));
    }
}
