package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.vss4j.internal.files.FileTrees;

/** A command about copies, or what somebody does to them by hand, and what has to be true afterwards. */
sealed interface CopyStep {

    /** The command's arguments; none if it is no command. */
    List<String> arguments(Path volumes, StateOnDisk.Look before);

    /** Compares what was said with what has changed. */
    void check(Path volumes, CommandRun run, StateOnDisk.Look before, StateOnDisk.Look after);

    /** What is no command. */
    default void byHand(Path state, StateOnDisk.Look before) throws IOException {}

    /** How often something is tried. */
    enum Trying {
        ONCE,
        AGAIN
    }

    private static List<String> withFaults(List<String> arguments, List<String> faults) {
        List<String> all = new ArrayList<>(arguments);
        faults.forEach(fault -> all.addAll(List.of("--simulate", fault)));
        return all;
    }

    private static List<String> ofVolumes(String command, Path folder, List<String> volumes) {
        List<String> all = new ArrayList<>(List.of(command));
        volumes.forEach(
                volume -> all.addAll(List.of("--volume", folder.resolve(volume).toString())));
        return all;
    }

    private static List<String> without(List<String> all, List<String> some) {
        List<String> rest = new ArrayList<>(all);
        rest.removeAll(some);
        return rest;
    }

    /** {@code create}: what is new is handed over, or said to be unfinished, and on record as that. */
    record Create(List<String> volumes, Trying trying, List<String> faults) implements CopyStep {
        @Override
        public List<String> arguments(Path folder, StateOnDisk.Look before) {
            List<String> all = ofVolumes("create", folder, volumes);
            if (trying == Trying.AGAIN) {
                all.addAll(List.of("--retry", "1ms"));
            }
            return withFaults(all, faults);
        }

        @Override
        public void check(Path folder, CommandRun run, StateOnDisk.Look before, StateOnDisk.Look after) {
            assertThat(run.exitCode() == 0)
                    .as(run.toString())
                    .isEqualTo(run.outcome().equals("done"));
            List<String> handedOver = run.ids("shadowCopies");
            List<String> unfinished = run.ids("notHandedOver", "unfinished");
            List<String> deleted = run.ids("notHandedOver", "deleted");
            boolean made = List.of("done", "partial").contains(run.outcome());
            assertThat(handedOver.isEmpty()).as(run.toString()).isNotEqualTo(made);
            assertThat(Stream.concat(handedOver.stream(), unfinished.stream()).toList())
                    .as(run.toString())
                    .containsExactlyInAnyOrderElementsOf(without(after.copies(), before.copies()));
            assertThat(without(before.copies(), after.copies()))
                    .as(run.toString())
                    .isEmpty();
            assertThat(after.copies()).as(run.toString()).isEqualTo(without(after.copies(), deleted));
            Map<String, String> expected = new HashMap<>(before.ends());
            handedOver.forEach(id -> expected.put(id, "kept"));
            unfinished.forEach(id -> expected.put(id, "unfinished"));
            assertThat(after.ends()).as(run.toString()).isEqualTo(expected);
            if (made) {
                assertThat(run.texts("shadowCopies", "volume"))
                        .as(run.toString())
                        .containsExactlyElementsOf(new LinkedHashSet<>(volumes)
                                .stream()
                                        .map(volume -> folder.resolve(volume).toString())
                                        .toList());
            }
        }
    }

    /** {@code run}: leaves everything as it was. */
    record Run(List<String> volumes, int programsExitCode, List<String> faults) implements CopyStep {
        @Override
        public List<String> arguments(Path folder, StateOnDisk.Look before) {
            List<String> all = withFaults(ofVolumes("run", folder, volumes), faults);
            boolean isWindows = File.separatorChar == '\\';
            all.addAll(List.of("--", isWindows ? "cmd" : "sh", isWindows ? "/c" : "-c", "exit " + programsExitCode));
            return all;
        }

        @Override
        public void check(Path folder, CommandRun run, StateOnDisk.Look before, StateOnDisk.Look after) {
            assertThat(after).as(run.toString()).isEqualTo(before);
            if (faults.isEmpty()) {
                assertThat(run.exitCode()).as(run.toString()).isEqualTo(programsExitCode);
            }
            assertThat(run.exitCode() == 0)
                    .as(run.toString())
                    .isEqualTo(run.outcome().equals("done"));
        }
    }

    /** Which copies are deleted. */
    enum Choice {
        ALL,
        OF_A_VOLUME,
        THE_OLDEST_OF_A_VOLUME,
        ONE,
        A_SET,
        ONE_THAT_IS_GONE,
        ONE_THAT_NOBODY_KNOWS
    }

    /** {@code delete}: what is meant goes, or is said to stay; what is gone is forgotten. */
    record Delete(Choice choice, int number, List<String> faults) implements CopyStep {
        private static final List<String> NAMES = List.of("alone", "outer", "outer/inner");
        private static final String UNKNOWN = "01234567-89ab-cdef-0123-456789abcdef";

        private String volume(Path folder) {
            return folder.resolve(NAMES.get(number % NAMES.size())).toString();
        }

        private String pick(List<String> ids) {
            return ids.isEmpty() ? UNKNOWN : ids.get(number % ids.size());
        }

        private String set(StateOnDisk.Look before) {
            return pick(before.recorded().stream()
                    .map(StateOnDisk.Recorded::set)
                    .distinct()
                    .sorted()
                    .toList());
        }

        @Override
        public List<String> arguments(Path folder, StateOnDisk.Look before) {
            List<String> chosen = switch (choice) {
                case ALL -> List.of("--all");
                case OF_A_VOLUME -> List.of("--volume", volume(folder));
                case THE_OLDEST_OF_A_VOLUME -> List.of("--volume", volume(folder), "--oldest");
                case ONE -> List.of("--id", pick(before.copies()));
                case A_SET -> List.of("--set", set(before));
                case ONE_THAT_IS_GONE -> List.of("--id", pick(before.gone()));
                case ONE_THAT_NOBODY_KNOWS -> List.of("--id", UNKNOWN);
            };
            List<String> all = new ArrayList<>(List.of("delete"));
            all.addAll(chosen);
            return withFaults(all, faults);
        }

        /** The copies that are meant, of those there are. */
        private List<String> meant(Path folder, StateOnDisk.Look before) {
            List<String> ofVolume = before.copies(copy -> copy.volume().equals(volume(folder) + File.separator));
            return switch (choice) {
                case ALL -> before.copies();
                case OF_A_VOLUME -> ofVolume;
                case THE_OLDEST_OF_A_VOLUME -> ofVolume.stream().limit(1).toList();
                case ONE -> before.copies().isEmpty() ? List.of() : List.of(pick(before.copies()));
                case A_SET -> before.copies(copy -> copy.set().equals(set(before)));
                case ONE_THAT_IS_GONE, ONE_THAT_NOBODY_KNOWS -> List.of();
            };
        }

        /** The copies that are meant, of those that are on record and gone. */
        private List<String> meantAndGone(StateOnDisk.Look before) {
            return switch (choice) {
                case ALL -> before.gone();
                case A_SET -> before.gone(copy -> copy.set().equals(set(before)));
                case ONE_THAT_IS_GONE -> before.gone().isEmpty() ? List.of() : List.of(pick(before.gone()));
                default -> List.of();
            };
        }

        @Override
        public void check(Path folder, CommandRun run, StateOnDisk.Look before, StateOnDisk.Look after) {
            assertThat(run.exitCode() == 0)
                    .as(run.toString())
                    .isEqualTo(run.outcome().equals("done"));
            if (run.outcome().equals("failed")) {
                assertThat(faults).as(run.toString()).isNotEmpty();
                assertThat(after).isEqualTo(before);
                return;
            }
            List<String> meant = meant(folder, before);
            List<String> deleted = run.ids("deleted");
            List<String> notDeleted = run.ids("notDeleted");
            List<String> forgotten = run.ids("forgotten");
            assertThat(Stream.concat(deleted.stream(), notDeleted.stream()).toList())
                    .as(run.toString())
                    .containsExactlyInAnyOrderElementsOf(meant);
            assertThat(after.copies()).as(run.toString()).isEqualTo(without(before.copies(), deleted));
            assertThat(forgotten).as(run.toString()).containsExactlyInAnyOrderElementsOf(meantAndGone(before));
            Map<String, String> expected = new HashMap<>(before.ends());
            expected.keySet().removeAll(deleted);
            expected.keySet().removeAll(forgotten);
            assertThat(after.ends()).as(run.toString()).isEqualTo(expected);
            boolean all = notDeleted.isEmpty() && run.texts("notFound").isEmpty();
            assertThat(run.exitCode()).as(run.toString()).isEqualTo(all ? 0 : 1);
            if (run.arguments().contains(UNKNOWN)) {
                assertThat(run.texts("notFound")).containsExactly(UNKNOWN);
            }
        }
    }

    /** {@code orphans --delete}: what is unfinished goes, what is gone is forgotten, and what was kept stays. */
    record DeleteOrphans(List<String> faults) implements CopyStep {
        @Override
        public List<String> arguments(Path folder, StateOnDisk.Look before) {
            return withFaults(List.of("orphans", "--delete"), faults);
        }

        @Override
        public void check(Path folder, CommandRun run, StateOnDisk.Look before, StateOnDisk.Look after) {
            assertThat(run.exitCode() == 0)
                    .as(run.toString())
                    .isEqualTo(run.outcome().equals("done"));
            if (run.outcome().equals("failed")) {
                assertThat(faults).as(run.toString()).isNotEmpty();
                assertThat(after).isEqualTo(before);
                return;
            }
            List<String> deleted = run.ids("deleted");
            List<String> unfinished =
                    before.copies(copy -> "unfinished".equals(before.ends().get(copy.id())));
            assertThat(Stream.concat(deleted.stream(), run.ids("notDeleted").stream())
                            .toList())
                    .as(run.toString())
                    .containsExactlyInAnyOrderElementsOf(unfinished);
            assertThat(run.ids("forgotten")).as(run.toString()).containsExactlyInAnyOrderElementsOf(before.gone());
            assertThat(after.copies()).isEqualTo(without(before.copies(), deleted));
            Map<String, String> expected = new HashMap<>(before.ends());
            expected.keySet().removeAll(deleted);
            expected.keySet().removeAll(before.gone());
            assertThat(after.ends()).as(run.toString()).isEqualTo(expected);
            assertThat(StreamSupport.stream(run.json().path("orphans").spliterator(), false)
                            .flatMap(orphan ->
                                    StreamSupport.stream(orphan.path("copies").spliterator(), false))
                            .map(copy -> copy.path("id").asText()))
                    .containsExactlyInAnyOrderElementsOf(before.ends().keySet());
        }
    }

    /** Somebody removes a set from the state folder, without telling anybody. */
    record RemoveByHand(int number) implements CopyStep {
        @Override
        public List<String> arguments(Path folder, StateOnDisk.Look before) {
            return List.of();
        }

        @Override
        public void byHand(Path state, StateOnDisk.Look before) throws IOException {
            Path persistent = state.resolve("persistent");
            if (before.copies().isEmpty()) {
                return;
            }
            List<String> sets = before.present().stream()
                    .map(StateOnDisk.Present::set)
                    .distinct()
                    .toList();
            FileTrees.delete(persistent.resolve(sets.get(number % sets.size())));
            if (sets.size() == 1) {
                FileTrees.delete(persistent);
            }
        }

        @Override
        public void check(Path folder, CommandRun run, StateOnDisk.Look before, StateOnDisk.Look after) {
            throw new AssertionError("It is no command");
        }
    }
}
