package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.copy.TreeCopier;
import org.vss4j.internal.windows.Win32Exception;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.SymbolicLinks;
import org.vss4j.testing.TimeIsUp;

/** The ways to a device object of Windows, with links to a folder that stands for it. */
@ExtendWith(NothingLeftBehind.class)
class FrozenRootTest {
    private static final String DEVICE = "\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy7";
    private static final String READABLE = "\\\\.\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy7\\";

    @TempDir
    Path temporary;

    private Path frozen;
    private final List<Path> links = new ArrayList<>();

    @BeforeEach
    void makeFrozenFiles() throws IOException {
        frozen = Files.createDirectory(temporary.resolve("frozen"));
        Files.writeString(frozen.resolve("file"), "frozen");
    }

    private void link(String link, Path target) {
        links.add(Path.of(link));
        try {
            Files.createSymbolicLink(Path.of(link), target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FrozenRoot linked() {
        return FrozenRoot.of(DEVICE, (link, target) -> {
            assertThat(target).isEqualTo(DEVICE + "\\");
            link(link, frozen);
        });
    }

    private void assertNoLinkIsLeft() {
        assertThat(links).isNotEmpty();
        assertThat(links).noneMatch(link -> Files.exists(link, LinkOption.NOFOLLOW_LINKS));
        assertThat(links).noneMatch(link -> Files.exists(link.resolveSibling(""), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    @Holds(1402)
    void aLinkThatOpens_isTheRoot_andGoesWhenItIsClosed() throws Exception {
        FrozenRoot root = linked();
        assertThat(links).containsExactly(root.path());
        assertThat(root.path().resolve("file")).hasContent("frozen");
        root.close();
        root.close();
        assertNoLinkIsLeft();
        assertThat(frozen.resolve("file")).hasContent("frozen");
    }

    @Test
    @Holds(1403)
    void aLinkThatDoesNotOpen_goesAtOnce_andTheReadableNameIsUsed() {
        FrozenRoot root = FrozenRoot.of(DEVICE, (link, target) -> link(link, temporary.resolve("nowhere")));
        assertThat(root.path()).isEqualTo(Path.of(READABLE));
        assertNoLinkIsLeft();
    }

    @Test
    void aLinkThatIsMadeInNameOnly_leavesNoFolder() {
        FrozenRoot root = FrozenRoot.of(DEVICE, (link, target) -> links.add(Path.of(link)));
        assertThat(root.path()).isEqualTo(Path.of(READABLE));
        assertNoLinkIsLeft();
    }

    @Test
    void aLinkThatCannotBeMade_leavesNoFolder() {
        int privilegeNotHeld = 1314;
        FrozenRoot root = FrozenRoot.of(DEVICE, (link, target) -> {
            links.add(Path.of(link));
            throw new Win32Exception("CreateSymbolicLinkW of " + link, privilegeNotHeld);
        });
        assertThat(root.path()).isEqualTo(Path.of(READABLE));
        assertNoLinkIsLeft();
    }

    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void whatAProcessThatIsGoneLeft_isRemoved_andNotWhatOneThatRunsHas() throws Exception {
        long none = Integer.MAX_VALUE;
        assertThat(ProcessHandle.of(none)).isEmpty();
        Path dead = Files.createTempDirectory("vss4j-link-" + none + "-");
        Files.createSymbolicLink(dead.resolve("copy"), frozen);
        try (FrozenRoot one = linked()) {
            assertThat(dead).doesNotExist();
            try (FrozenRoot another = linked()) {
                assertThat(one.path()).isDirectory();
                assertThat(another.path()).isDirectory();
            }
        }
        assertNoLinkIsLeft();
        assertThat(frozen.resolve("file")).hasContent("frozen");
    }

    @Test
    void aLinkMakerThatFailsOtherwise_leavesNoFolder() {
        assertThatIllegalStateException()
                .isThrownBy(() -> FrozenRoot.of(DEVICE, (link, target) -> {
                    links.add(Path.of(link));
                    throw new IllegalStateException("not foreseen");
                }))
                .withMessage("not foreseen");
        assertNoLinkIsLeft();
    }

    @Test
    void aPathOfTheReadableNameThatIsTooLong_isRefused_andSaysWhy() {
        Path root = Path.of(READABLE);
        int rest = 247 - READABLE.length();
        Path longest = Path.of(READABLE + "n".repeat(rest));
        assertThat(FrozenRoot.requireReadable(longest)).isEqualTo(longest);
        assertThatExceptionOfType(InvalidPathException.class)
                .isThrownBy(() -> FrozenRoot.requireReadable(Path.of(READABLE + "n".repeat(rest + 1))))
                .satisfies(e -> assertThat(e.getReason())
                        .startsWith("the path is too long")
                        .contains("symbolic link"));
        Path throughALink = temporary.resolve(("n".repeat(100) + "/").repeat(5));
        assertThat(FrozenRoot.requireReadable(throughALink)).isEqualTo(throughALink);
        assertThat(FrozenRoot.requireReadable(root)).isEqualTo(root);
    }

    // ---- in a session, however it ends

    private interface Use {
        void of(BackupSession session) throws Exception;
    }

    private VssSimulator.Builder machine() {
        return VssSimulator.builder().volume(frozen).state(temporary.resolve("state"));
    }

    private void inSession(VssSimulator.Builder machine, BackupOptions options, Use use) throws Exception {
        try (VssSimulator simulator = machine.build();
                BackupSession session = simulator.vss().openBackup(options, device -> linked())) {
            session.takeSnapshot(List.of(frozen));
            assertThat(links).singleElement().satisfies(link -> assertThat(link).isDirectory());
            use.of(session);
        }
    }

    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void aSessionThatIsClosed_leavesNoLink() throws Exception {
        inSession(machine(), BackupOptions.defaults(), session -> {
            assertThat(session.shadowCopies().getFirst().resolve(frozen.resolve("file")))
                    .hasContent("frozen");
            session.complete();
            assertThat(session.shadowCopies().getFirst().root()).isDirectory();
        });
        assertNoLinkIsLeft();
    }

    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void aWholeVolume_isCopiedThroughTheLink_andNotTheLink() throws Exception {
        Path target = temporary.resolve("target");
        inSession(
                machine(),
                BackupOptions.defaults(),
                session ->
                        TreeCopier.copy(session.shadowCopies().getFirst().resolve(frozen), target, (path, reason) -> {
                            throw new AssertionError(path + ": " + reason);
                        }));
        assertNoLinkIsLeft();
        assertThat(target.resolve("file")).hasContent("frozen");
    }

    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void aSessionThatFails_leavesNoLink() throws Exception {
        VssSimulator.Builder machine =
                machine().fault(VssMethod.BACKUP_COMPLETE, new Fault.Fails(HResult.VSS_E_UNEXPECTED));
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(() -> inSession(machine, BackupOptions.defaults(), BackupSession::complete));
        assertNoLinkIsLeft();
    }

    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void aSessionWhoseTimeIsUp_leavesNoLink() throws Exception {
        VssSimulator.Builder machine = machine().fault(VssMethod.BACKUP_COMPLETE, new Fault.Hangs());
        assertThat(TimeIsUp.with("BackupComplete was cancelled", timeout -> {
                    links.clear();
                    inSession(machine, BackupOptions.defaults().withTimeout(timeout), BackupSession::complete);
                }))
                .hasMessageContaining("is up");
        assertNoLinkIsLeft();
    }

    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void aSessionWhoseAbortFails_leavesNoLink() throws Exception {
        VssSimulator.Builder machine =
                machine().fault(VssMethod.ABORT_BACKUP, new Fault.Returns(HResult.VSS_E_UNEXPECTED));
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(() -> inSession(machine, BackupOptions.defaults(), session -> {}))
                .satisfies(e -> assertThat(e.operation()).isEqualTo("AbortBackup"));
        assertNoLinkIsLeft();
    }
}
