package org.vss4j.windows;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.vss4j.testing.Eventually.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.CancelOutcome;
import org.vss4j.cli.Main;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.requester.Vss;
import org.vss4j.testing.OnWindows;
import org.vss4j.testing.SymbolicLinks;
import org.vss4j.testing.TestDrive;

/** The Volume Shadow Copy Service of a real Windows, in an elevated process: left out unless it is asked for by its tag. */
@Tag(LiveServiceTest.TAG)
@OnWindows
class LiveServiceTest {
    static final String TAG = "live-windows";

    private static final BackupOptions WITHOUT_WRITERS =
            BackupOptions.defaults().withContext(SnapshotContext.FILE_SHARE_BACKUP);

    /** Windows removes a copy some time after its session. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private Path file;
    private Set<String> temporaryFolders;

    @BeforeEach
    void prepare() throws IOException {
        file = Files.writeString(folder.resolve("file"), "content");
        temporaryFolders = TestDrive.temporaryFolders();
    }

    @AfterEach
    void noLinkIsLeft() throws IOException {
        assertThat(TestDrive.temporaryFolders()).isEqualTo(temporaryFolders);
    }

    @Test
    void aFileThatIsHeldOpenWithoutSharing_isCopied_andNothingIsLeft() throws Exception {
        Path target = folder.resolve("target");
        UUID id;
        try (FileChannel held = FileChannel.open(file, withoutSharing());
                BackupSession session = Vss.system().openBackup(BackupOptions.defaults())) {
            assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> Files.readString(file));
            ShadowCopy copy =
                    session.takeSnapshot(List.of(Vss.system().volumeOf(file))).getFirst();
            id = copy.id();
            assertThat(listShadows()).contains(id.toString());
            Files.copy(copy.resolve(file), target);
            session.complete();
            assertThat(held.isOpen()).isTrue();
        }
        assertThat(target).hasContent("content");
        within(PATIENCE, "the copy is gone", () -> !listShadows().contains(id.toString()));
    }

    @Test
    void whatIsFrozen_isReadByAnyName_throughALink() throws Exception {
        assumeTrue(SymbolicLinks.areMade(), SymbolicLinks.NONE);
        Path far = Files.createDirectories(folder.resolve(("n".repeat(100) + "\\").repeat(3)))
                .resolve("\uD83D\uDE00");
        Files.writeString(far, "far");
        assertThat(far.toString()).hasSizeGreaterThan(260);
        try (BackupSession session = Vss.system().openBackup(WITHOUT_WRITERS)) {
            Path volume = Vss.system().volumeOf(file);
            ShadowCopy copy = session.takeSnapshot(List.of(volume)).getFirst();
            assertThat(copy.root().toString()).doesNotStartWith("\\\\.\\");
            assertThat(copy.resolve(far)).hasContent("far");
            assertThat(copy.resolve(folder.resolve("FILE"))).hasContent("content");
            assertThat(names(copy.root()))
                    .contains(volume.relativize(folder).getName(0).toString());
            assertThat(names(copy.resolve(folder))).isEqualTo(names(folder));
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).collect(toSet());
        }
    }

    @Test
    void aFolderIsCopied_byTheCommand(@TempDir Path workspace) throws Exception {
        Path target = workspace.resolve("target");
        String[] arguments = {
            "copy",
            "--no-writers",
            folder.toString(),
            target.toString(),
            "--service=system",
            "--state=" + workspace.resolve("state")
        };
        ChildProcess.Result result =
                ChildProcess.start(Main.class, Map.of(), null, arguments).await();
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(target.resolve("file")).hasContent("content");
    }

    /** To write, and to let nobody else read, write or delete: three options that only the JDK for Windows heeds. */
    private static Set<OpenOption> withoutSharing() throws ClassNotFoundException {
        Set<OpenOption> options = new HashSet<>(Set.of(WRITE));
        for (Object option :
                Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants()) {
            options.add((OpenOption) option);
        }
        return options;
    }

    @Test
    void anOperationThatIsCancelled_leavesNothing() throws Exception {
        UUID id;
        try (BackupSession session = Vss.system().openBackup(BackupOptions.defaults())) {
            assertThat(session.steps().gatherWriterMetadata().await()).isInstanceOf(AsyncStatus.Finished.class);
            session.steps().startSnapshotSet();
            id = session.steps().addToSnapshotSet(Vss.system().volumeOf(file));
            assertThat(session.steps().prepareForBackup().await()).isInstanceOf(AsyncStatus.Finished.class);
            AsyncOperation operation = session.steps().doSnapshotSet();
            CancelOutcome outcome = operation.cancel();
            AsyncStatus status = operation.await();
            // A cancel may come too late.
            assertThat(status)
                    .isInstanceOf(
                            outcome instanceof CancelOutcome.AlreadyFinished
                                    ? AsyncStatus.Finished.class
                                    : AsyncStatus.Cancelled.class);
        }
        within(PATIENCE, "no copy is there", () -> !listShadows().contains(id.toString()));
    }

    /** What {@code vssadmin list shadows} prints, in lower case; what is not ASCII in it is not asked for. */
    private static String listShadows() {
        try {
            Process process = new ProcessBuilder("vssadmin", "list", "shadows")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), US_ASCII).toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
