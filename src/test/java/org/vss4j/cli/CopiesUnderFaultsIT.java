package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.testing.FaultyFileSystem;
import org.vss4j.testing.OnPosix;
import org.vss4j.testing.Sequences;

/**
 * Commands about copies that stay, while the file system of the state folder fails somewhere, somebody stops them there, and
 * calls of VSS fail: the exit code and the JSON agree; when the next command has run, what was said is what is there and on
 * record, and nothing else is left; and what is not meant to stay can be deleted.
 */
@OnPosix
@EnabledOnOs(OS.LINUX)
class CopiesUnderFaultsIT {
    private static final int TRIES = 15;

    /** Folders that are volumes: one alone, and two of which one lies in the other. */
    private static final List<String> VOLUMES = List.of("alone", "outer", "outer/inner");

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
    void whateverFails_whatIsSaidIsOnRecord(long seed) throws Exception {
        try (FaultyFileSystem system = FaultyFileSystem.mount(Files.createDirectory(workspace.resolve("try")))) {
            new Try(new Random(seed), system).run();
        }
    }

    private enum Command {
        CREATE,
        RUN,
        DELETE,
        ORPHANS
    }

    /** Some copies, a command that goes wrong, and what comes after it. */
    private static final class Try {
        private final Random random;
        private final FaultyFileSystem system;
        private final Cli cli;
        private final Path state;
        private final Path volumes;
        private final StateOnDisk disk;
        private final List<String> rules = new ArrayList<>();

        Try(Random random, FaultyFileSystem system) throws IOException {
            this.random = random;
            this.system = system;
            this.cli = new Cli(Files.createDirectory(system.backing().resolveSibling("command")));
            this.state = system.root().resolve("state");
            this.volumes = Files.createDirectory(system.backing().resolveSibling("volumes"))
                    .toRealPath();
            this.disk = new StateOnDisk(state);
        }

        void run() throws Exception {
            for (String volume : VOLUMES) {
                Files.writeString(Files.createDirectory(volumes.resolve(volume)).resolve("file"), volume);
            }
            prepare();
            StateOnDisk.Look before = disk.look();
            Command command = one(List.of(Command.values()));
            List<String> arguments = arguments(command, before);
            if (random.nextInt(4) > 0) {
                rules.add(one(List.of("change", "any")) + " /state/* " + one(List.of("ENOSPC", "EIO", "EROFS")) + " "
                        + random.nextInt(1, 60));
            }
            Cli.Run run = random.nextBoolean() ? startAndStop(arguments) : start(arguments);
            JsonNode report = run.json();
            system.rules();
            String what = rules + " " + arguments + "\n" + report + "\n" + run.stderr();
            requireAgreement(command, run.exitCode(), report, what);

            // Whatever could not be removed meanwhile is removed by whoever comes next.
            succeed("orphans");
            StateOnDisk.Look after = disk.look();
            requireNothingElse(what);
            requireTold(command, new CommandRun(arguments, run.exitCode(), report), before, after, what);
            requireAllOnRecord(after, what);
            nothingStaysThatIsNotMeantTo(after, what);
        }

        /** Up to three sets; and now and then one that somebody has removed by hand, or that was not handed over. */
        private void prepare() throws IOException {
            for (int i = random.nextInt(4); i > 0; i--) {
                succeed("create", "--volume", volume());
            }
            if (random.nextInt(3) == 0) {
                CommandRun run = CommandRun.of(
                        state,
                        List.of(
                                "create",
                                "--volume",
                                volume(),
                                "--simulate",
                                "BackupComplete=E_OUTOFMEMORY",
                                "--simulate",
                                "DeleteSnapshots=E_OUTOFMEMORY"));
                assertThat(run.ids("notHandedOver", "unfinished"))
                        .as(run.toString())
                        .hasSize(1);
            }
            List<StateOnDisk.Present> present = disk.look().present();
            if (present.size() > 1 && random.nextInt(3) == 0) {
                FileTrees.delete(
                        state.resolve("persistent").resolve(present.getFirst().set()));
            }
        }

        private List<String> arguments(Command command, StateOnDisk.Look before) {
            List<String> all = new ArrayList<>();
            switch (command) {
                case CREATE -> all.addAll(List.of("create", "--volume", volume(), "--volume", volume()));
                case RUN -> all.addAll(List.of("run", "--volume", volume()));
                case DELETE -> {
                    all.add("delete");
                    List<String> copies = before.copies();
                    switch (random.nextInt(3)) {
                        case 0 -> all.add("--all");
                        case 1 -> all.addAll(List.of("--volume", volume()));
                        default ->
                            all.addAll(List.of(
                                    "--id", copies.isEmpty() ? "01234567-89ab-cdef-0123-456789abcdef" : one(copies)));
                    }
                }
                case ORPHANS -> all.addAll(List.of("orphans", "--delete"));
            }
            if (random.nextInt(4) == 0) {
                String method = one(List.of(
                        "DeleteSnapshots", "Query", "DoSnapshotSet", "GetSnapshotProperties", "BackupComplete"));
                all.addAll(List.of("--simulate", method + "=VSS_E_PROVIDER_VETO"));
            }
            all.addAll(List.of("--json", "--verbose", "--service", "simulator", "--state", state.toString()));
            if (command == Command.RUN) {
                all.addAll(List.of("--", "sh", "-c", "exit " + one(List.of(0, 0, 7))));
            }
            return all;
        }

        private String volume() {
            return volumes.resolve(one(VOLUMES)).toString();
        }

        private <T> T one(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        private Cli.Run start(List<String> arguments) throws IOException {
            system.rules(rules.toArray(String[]::new));
            return cli.start(arguments);
        }

        /** It is stopped in a change of the state folder, which then goes on, or does not return until it is given up. */
        private Cli.Run startAndStop(List<String> arguments) throws Exception {
            List<String> faultsAlone = List.copyOf(rules);
            rules.add("change /state/* block " + random.nextInt(1, 40));
            Cli.Run run = start(arguments);
            eventually("it blocks, or is over", () -> !run.process().isAlive() || blocks());
            if (run.process().isAlive()) {
                run.signal("TERM");
            }
            if (random.nextBoolean()) {
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

        private CommandRun succeed(String... arguments) throws IOException {
            CommandRun run = CommandRun.of(state, List.of(arguments));
            assertThat(run.exitCode()).as(run.toString()).isZero();
            return run;
        }

        private static void requireAgreement(Command command, int exitCode, JsonNode report, String what) {
            String outcome = report.path("outcome").asText();
            boolean error = !report.path("error").isNull();
            switch (outcome) {
                case "done" -> assertThat(exitCode == 0 && !error).as(what).isTrue();
                case "partial" -> assertThat(exitCode == 1 && !error).as(what).isTrue();
                case "failed" -> {
                    boolean isThePrograms = command == Command.RUN && !error;
                    assertThat(exitCode)
                            .as(what)
                            .isEqualTo(isThePrograms ? report.path("exitCode").asInt() : 1)
                            .isNotZero();
                }
                case "interrupted" ->
                    assertThat(exitCode == 143 && error).as(what).isTrue();
                default -> throw new AssertionError(what);
            }
        }

        private static void requireTold(
                Command command, CommandRun run, StateOnDisk.Look before, StateOnDisk.Look after, String what) {
            List<String> goneFromDisk = without(before.copies(), after.copies());
            List<String> isNew = without(after.copies(), before.copies());
            switch (command) {
                case CREATE -> requireCreated(run, isNew, after, what);
                case RUN -> {
                    // Its copies do not stay; nor is anything on record but what was.
                    assertThat(isNew).as(what).isEmpty();
                    assertThat(goneFromDisk).as(what).isEmpty();
                }
                case DELETE, ORPHANS -> requireDeleted(run, goneFromDisk, before, what);
            }
            if (command == Command.DELETE || command == Command.ORPHANS) {
                assertThat(isNew).as(what).isEmpty();
            } else {
                assertThat(goneFromDisk).as(what).isEmpty();
                assertThat(after.ends()).as(what).containsAllEntriesOf(before.ends());
            }
        }

        private static void requireCreated(CommandRun run, List<String> isNew, StateOnDisk.Look after, String what) {
            boolean made = List.of("done", "partial").contains(run.outcome());
            List<String> handedOver = run.ids("shadowCopies");
            assertThat(handedOver.isEmpty()).as(what).isNotEqualTo(made);
            assertThat(isNew).as(what).containsAll(handedOver);
            assertThat(isNew).as(what).isEqualTo(without(isNew, run.ids("notHandedOver", "deleted")));
            Map<String, String> ends = after.ends();
            // Some may be on record alone, from which they could not be taken.
            for (String id : run.ids("notHandedOver", "unfinished")) {
                assertThat(ends.get(id)).as(what).isEqualTo("unfinished");
            }
            for (String id : isNew) {
                assertThat(ends.get(id)).as(what).isEqualTo(handedOver.contains(id) ? "kept" : "unfinished");
            }
        }

        private static void requireDeleted(
                CommandRun run, List<String> goneFromDisk, StateOnDisk.Look before, String what) {
            List<String> told = run.ids("deleted");
            assertThat(goneFromDisk).as(what).containsAll(told);
            // What nobody knows is told as that, and what was under way is named.
            List<String> unknown = new ArrayList<>();
            run.json().path("notDeleted").forEach(copy -> {
                String reason = copy.path("reason").asText();
                if (reason.contains("not known") || reason.startsWith("it is gone")) {
                    unknown.add(copy.path("id").asText());
                }
            });
            List<String> gone = without(goneFromDisk, unknown);
            assertThat(without(run.ids("notDeleted"), unknown)).as(what).noneMatch(gone::contains);
            String left = run.json().path("left").toString();
            assertThat(without(without(goneFromDisk, told), unknown)).as(what).allMatch(left::contains);
            if (List.of("done", "partial").contains(run.outcome())) {
                assertThat(goneFromDisk).as(what).containsExactlyInAnyOrderElementsOf(told);
            }
            if (run.arguments().contains("orphans")) {
                assertThat(goneFromDisk)
                        .as(what)
                        .allSatisfy(id -> assertThat(before.ends().get(id)).isEqualTo("unfinished"));
            }
        }

        private void requireAllOnRecord(StateOnDisk.Look after, String what) throws IOException {
            CommandRun list = succeed("list");
            assertThat(list.ids("copies")).as(what).containsExactlyInAnyOrderElementsOf(after.copies());
            CommandRun orphans = succeed("orphans");
            List<String> present = new ArrayList<>();
            for (JsonNode orphan : orphans.json().path("orphans")) {
                StreamSupport.stream(orphan.path("copies").spliterator(), false)
                        .filter(copy -> copy.path("present").asBoolean())
                        .forEach(copy -> present.add(copy.path("id").asText()));
            }
            assertThat(orphans.json().path("unreadable")).as(what).isEmpty();
            assertThat(present).as(what).containsExactlyInAnyOrderElementsOf(after.copies());
        }

        private void nothingStaysThatIsNotMeantTo(StateOnDisk.Look after, String what) throws IOException {
            succeed("orphans", "--delete");
            List<String> kept = after.copies(copy -> "kept".equals(after.ends().get(copy.id())));
            assertThat(disk.look().copies()).as(what).containsExactlyElementsOf(kept);
            assertThat(disk.look().ends().keySet()).as(what).containsExactlyInAnyOrderElementsOf(kept);
            succeed("delete", "--all");
            assertThat(disk.look().present()).as(what).isEmpty();
            assertThat(disk.look().recorded()).as(what).isEmpty();
            requireNothingElse(what);
        }

        private void requireNothingElse(String what) throws IOException {
            try {
                disk.assertNothingElseIsThere();
            } catch (AssertionError e) {
                throw new AssertionError(what, e);
            }
        }

        private static List<String> without(List<String> all, Collection<String> some) {
            Set<String> rest = new LinkedHashSet<>(all);
            rest.removeAll(some);
            return List.copyOf(rest);
        }
    }
}
