package org.vss4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.com.read.SnapshotProperties;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.InterceptedFileSystem;
import org.vss4j.internal.files.Interceptor.Operation;
import org.vss4j.internal.files.Shell;
import org.vss4j.internal.files.TreeText;
import org.vss4j.internal.windows.FileTimes;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.DeletionReport;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.requester.StoredCopy;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.SymbolicLinks;

/** The copies that stay, when their records do not, or when their deletion did not come to its end. */
@ExtendWith(NothingLeftBehind.class)
class PersistentCopiesTest {
    private static final BackupOptions PERSISTENT = BackupOptions.defaults().withContext(SnapshotContext.NAS_ROLLBACK);

    @TempDir
    Path folder;

    private Path volume = Path.of("");
    private Path state = Path.of("");

    @BeforeEach
    void makeVolume() throws IOException {
        volume = Files.createDirectory(folder.resolve("volume"));
        Files.writeString(volume.resolve("file"), "contents");
        state = folder.resolve("state");
    }

    private VssSimulator simulator() throws IOException {
        return VssSimulator.builder().volume(volume).state(state).build();
    }

    /** Makes a copy that stays; returns its id, and that of its set. */
    private List<UUID> make() throws Exception {
        try (VssSimulator simulator = simulator();
                BackupSession session = simulator.vss().openBackup(PERSISTENT)) {
            UUID id = session.takeSnapshot(List.of(volume)).getFirst().id();
            session.complete();
            return List.of(id, session.shadowCopies().getFirst().setId());
        }
    }

    private Path set(UUID setId) {
        return state.resolve("persistent").resolve(setId.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "no bytes", "no text", "half of it", "a number that is none", "a folder"})
    void aRecordThatCannotBeRead_hidesNoCopy_notEvenItsOwn(String instead) throws Exception {
        UUID first = make().getFirst();
        List<UUID> second = make();
        UUID third = make().getFirst();
        Path record = set(second.getLast()).resolve("set.properties");
        damage(record, instead);
        Instant madeAt = Instant.parse("2026-02-03T04:05:06Z");
        Files.setLastModifiedTime(record.resolveSibling(second.getFirst().toString()), FileTime.from(madeAt));

        try (VssSimulator simulator = simulator()) {
            List<StoredCopy> copies = simulator.vss().inventory().copies(CopyFilter.all());
            assertThat(copies).extracting(StoredCopy::id).containsExactlyInAnyOrder(first, second.getFirst(), third);
            assertThat(copies)
                    .filteredOn(copy -> copy.id().equals(second.getFirst()))
                    .singleElement()
                    .satisfies(copy -> {
                        assertThat(copy.setId()).isEqualTo(second.getLast());
                        assertThat(copy.setSize()).isEqualTo(1);
                        assertThat(copy.volume()).isEmpty();
                        assertThat(copy.createdAt()).isEqualTo(madeAt);
                        assertThat(simulator
                                        .folderOf(copy.deviceObject())
                                        .orElseThrow()
                                        .resolve("file"))
                                .hasContent("contents");
                    });
            DeletionReport report =
                    simulator.vss().inventory().delete(CopyFilter.all().withId(second.getFirst()));
            assertThat(report.isComplete()).isTrue();
            assertThat(set(second.getLast())).doesNotExist();
            assertThat(simulator.vss().inventory().copies(CopyFilter.all())).hasSize(2);
        }
    }

    /** To open it would wait for who writes it. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has no mkfifo")
    void aRecordThatIsAFifo_isNotWaitedFor() throws Exception {
        List<UUID> ids = make();
        Shell.run(set(ids.getLast()), "rm set.properties; mkfifo set.properties");
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            try (VssSimulator simulator = simulator()) {
                assertThat(simulator.vss().inventory().copies(CopyFilter.all()))
                        .extracting(StoredCopy::id)
                        .containsExactly(ids.getFirst());
            }
        });
    }

    /** The folder of the state may be open to others, who are not to change a copy, or put another in its place. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has no permissions of POSIX")
    void whatIsKept_isItsOwnersAlone() throws Exception {
        Path set = set(make().getLast());
        Path copies = Objects.requireNonNull(set.getParent());
        for (Path folder : List.of(copies, set)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .as("%s", folder)
                    .isEqualTo("rwx------");
        }
    }

    private static void damage(Path record, String instead) throws IOException {
        String text = Files.readString(record);
        Files.delete(record);
        switch (instead) {
            case "nothing" -> assertThat(record).doesNotExist();
            case "no bytes" -> Files.createFile(record);
            case "no text" -> Files.write(record, new byte[] {(byte) 0xC3, 0x28, '\\', 'u', 'x'});
            case "half of it" -> Files.writeString(record, text.substring(0, text.length() / 2));
            case "a number that is none" -> Files.writeString(record, text.replaceAll("creation=", "creation=x"));
            case "a folder" -> Files.createDirectory(record);
            default -> throw new AssertionError(instead);
        }
    }

    @Test
    void whatIsNoCopy_isNone() throws Exception {
        UUID id = make().getFirst();
        Path persistent = state.resolve("persistent");
        Files.createFile(persistent.resolve("letter"));
        Files.createFile(persistent.resolve(UUID.randomUUID().toString()));
        Files.createDirectories(
                persistent.resolve("letters").resolve(UUID.randomUUID().toString()));
        try (VssSimulator simulator = simulator()) {
            assertThat(simulator.vss().inventory().copies(CopyFilter.all()))
                    .extracting(StoredCopy::id)
                    .containsExactly(id);
        }
    }

    /** A process died while it deleted one. */
    @Test
    void whatIsLeftOfADeletion_isRemovedByTheNext_andIsNoCopyMeanwhile() throws Exception {
        UUID setId = make().getLast();
        Path gone = state.resolve("persistent").resolve(UUID.randomUUID() + ".gone");
        Files.move(set(setId), gone);
        try (VssSimulator simulator = simulator()) {
            assertThat(simulator.vss().inventory().copies(CopyFilter.all())).isEmpty();
        }
        assertThat(state.resolve("persistent")).doesNotExist();
    }

    /** Of a set whose copies somebody has removed by hand nothing stays but what nobody can make again. */
    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void aSetWithoutCopies_isRemovedByTheNext_ifItHasNothingElse() throws Exception {
        List<UUID> removed = make();
        List<UUID> moved = make();
        FileTrees.delete(set(removed.getLast()).resolve(removed.getFirst().toString()));
        Path copy = set(moved.getLast()).resolve(moved.getFirst().toString());
        Files.move(copy, folder.resolve("elsewhere"));
        Files.createSymbolicLink(copy, folder.resolve("not mounted"));
        simulator().close();
        assertThat(set(removed.getLast())).doesNotExist();
        assertThat(set(moved.getLast()).resolve("set.properties")).exists();
        Files.delete(copy);
        simulator().close();
        assertThat(state.resolve("persistent")).doesNotExist();
    }

    @Test
    void aSimulatorThatMakesNoCopy_makesNoFolder() throws Exception {
        try (VssSimulator simulator = simulator();
                BackupSession session = simulator.vss().openBackup(BackupOptions.defaults())) {
            assertThat(session.writers()).isEmpty();
            assertThat(simulator.vss().inventory().copies(CopyFilter.all())).isEmpty();
        }
        assertThat(state).doesNotExist();
    }

    /** It is not needed before; then it is a link to nothing. */
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    @Test
    void aStateFolderThatCannotBeMade_isAFailureOfTheProvider_andNoOneMakesASetForEver() throws Exception {
        Files.createSymbolicLink(state, folder.resolve("nothing"));
        try (VssSimulator simulator = simulator()) {
            try (BackupSession session = simulator.vss().openBackup(PERSISTENT)) {
                assertThatExceptionOfType(VssException.class)
                        .isThrownBy(session.steps()::startSnapshotSet)
                        .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR));
            }
            Files.delete(state);
            try (BackupSession session = simulator.vss().openBackup(PERSISTENT)) {
                assertThat(session.takeSnapshot(List.of(volume))).hasSize(1);
            }
        }
    }

    /** There may be no space for a folder. */
    @Test
    void deletingNeedsNoFolderOfTheProcess() throws Exception {
        make();
        List<String> before = new ArrayList<>(TreeText.names(state));
        try (VssSimulator simulator = simulator()) {
            assertThat(simulator.vss().inventory().delete(CopyFilter.all()).deleted())
                    .hasSize(1);
            before.removeAll(List.of("orphans", "persistent"));
            assertThat(TreeText.names(state)).isEqualTo(before);
        }
    }

    @Test
    void whatIsLeftOfOneCopyAndCannotBeDeleted_keepsThatOfNoOther() throws IOException {
        List<Path> left = new ArrayList<>();
        for (String name : List.of("1.gone", "2.gone", "3.gone")) {
            left.add(Files.createDirectories(state.resolve("persistent").resolve(name)));
        }
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            // The first that is met, in whatever order that is.
            if (operation == Operation.DELETE && left.size() == 3) {
                left.retainAll(List.of(path));
            }
            if (operation == Operation.DELETE && left.contains(path)) {
                throw new AccessDeniedException(path.toString());
            }
        });
        new PersistentCopies(system.path(state)).sweep();
        assertThat(TreeText.names(state.resolve("persistent")))
                .containsExactly(left.getFirst().getFileName().toString());
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "There no folder is forced, and moves are not made by java.nio")
    @Test
    void aSet_isForced_thenMovedIn_thenTheFoldersAreForced() throws IOException {
        List<String> events = new ArrayList<>();
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            if (operation == Operation.FORCE || operation == Operation.MOVE) {
                events.add(operation + " " + folder.relativize(path));
            }
        });
        UUID setId = new UUID(0, 1);
        UUID copyId = new UUID(0, 2);
        Path made = folder.resolve("made");
        Path files = Files.createDirectories(PersistentCopies.filesIn(made, copyId));
        Files.writeString(files.resolve("file"), "contents", StandardCharsets.UTF_8);
        Files.createDirectory(state);
        new PersistentCopies(system.path(state)).add(system.path(made), setId, List.of(properties(setId, copyId)));
        assertThat(events)
                .containsSubsequence("FORCE made/" + copyId + "/files/file", "FORCE made", "MOVE made")
                .containsSubsequence("FORCE made/set.properties", "FORCE made", "MOVE made")
                .endsWith("MOVE made", "FORCE state/persistent", "FORCE state");
    }

    /** Who deletes may be stopped between the last two copies and their set, or after the move and before the removal. */
    @Test
    void whatADeletionLeft_goesWithTheNextUse_andTheCopiesOfOthersStay() throws IOException {
        UUID other = new UUID(0, 3);
        Files.createDirectories(set(other).resolve(new UUID(0, 4) + "/files"));
        Files.createFile(Files.createDirectory(set(new UUID(0, 1))).resolve("set.properties"));
        Files.createDirectories(state.resolve("persistent").resolve("moved.gone/files"));
        PersistentCopies copies = new PersistentCopies(state);
        copies.sweep();
        assertThat(TreeText.names(state.resolve("persistent"))).containsExactly(other.toString());
        assertThat(copies.delete(other, new UUID(0, 4), path -> {})).isTrue();
        assertThat(state.resolve("persistent")).doesNotExist();
    }

    /** That it cannot be removed is no reason to say that it is there. */
    @Test
    void aCopyWhoseFilesCannotBeRemoved_isDeletedNevertheless_andRemovedByTheNext() throws IOException {
        UUID setId = new UUID(0, 1);
        UUID copyId = new UUID(0, 2);
        Files.createDirectories(set(setId).resolve(copyId + "/files"));
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            if (operation == Operation.DELETE) {
                throw new IOException("input/output error");
            }
        });
        PersistentCopies copies = new PersistentCopies(system.path(state));
        assertThat(copies.delete(setId, copyId, path -> {})).isTrue();
        assertThat(copies.list()).isEmpty();
        assertThat(state.resolve("persistent")).isNotEmptyDirectory();
        Path gone = state.resolve("persistent")
                .resolve(TreeText.names(state.resolve("persistent")).getFirst());
        assertThat(copies.leftovers()).singleElement().satisfies(left -> {
            assertThat(left.path()).hasToString(gone.toString());
            assertThat(left.reason()).endsWith("input/output error");
        });
        new PersistentCopies(state).sweep();
        assertThat(state.resolve("persistent")).doesNotExist();
        copies.sweep();
        assertThat(copies.leftovers()).isEmpty();
    }

    /** There may be nothing in it, and the disk fails. */
    @Test
    void aFolderOfAllCopiesThatCannotBeRemoved_isNamed() throws IOException {
        UUID setId = new UUID(0, 1);
        UUID copyId = new UUID(0, 2);
        Files.createDirectories(set(setId).resolve(copyId + "/files"));
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            if (operation == Operation.DELETE && path.endsWith("persistent")) {
                throw new IOException("input/output error");
            }
        });
        PersistentCopies copies = new PersistentCopies(system.path(state));
        copies.sweep();
        assertThat(copies.leftovers()).isEmpty();
        assertThat(copies.delete(setId, copyId, path -> {})).isTrue();
        assertThat(copies.leftovers())
                .extracting(left -> left.path().getFileName() + ": " + left.reason())
                .containsExactly("persistent: input/output error");
    }

    /** Whoever deletes nothing is not told of what others left each time. */
    @Test
    void whatOthersLeft_isNoneOfOnesOwn() throws IOException {
        Files.createDirectories(state.resolve("persistent").resolve("1.gone"));
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            if (operation == Operation.DELETE) {
                throw new AccessDeniedException(path.toString());
            }
        });
        PersistentCopies copies = new PersistentCopies(system.path(state));
        copies.sweep();
        assertThat(copies.leftovers()).isEmpty();
        assertThat(state.resolve("persistent").resolve("1.gone")).exists();
    }

    @Test
    void aCopyAtWhichNobodyCanLook_isNotTakenForAbsent() throws IOException {
        UUID setId = new UUID(0, 1);
        Path copy = Files.createDirectories(set(setId).resolve(new UUID(0, 2).toString()));
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            if (operation == Operation.LOOK && path.equals(copy)) {
                throw new IOException("input/output error");
            }
        });
        PersistentCopies copies = new PersistentCopies(system.path(state));
        assertThatIOException().isThrownBy(copies::list).withMessage("input/output error");
        copies.sweep();
        assertThat(copy).isDirectory();
    }

    private static SnapshotProperties properties(UUID setId, UUID copyId) {
        return new SnapshotProperties(
                copyId,
                setId,
                1,
                "files",
                "volume",
                "machine",
                "machine",
                null,
                null,
                SimulatedProvider.ID,
                0x9,
                FileTimes.of(Instant.parse("2026-02-03T04:05:06Z")),
                CopySet.CREATED);
    }
}
