package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.SymbolicLinks;

/** What is left by a session that is ended in the midst of something, and what its user is told. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SessionLeftTest {
    private static final String DEVICE = "\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy7";
    private static final BackupOptions PERSISTENT = BackupOptions.defaults().withContext(SnapshotContext.NAS_ROLLBACK);

    @TempDir
    Path temporary;

    private Path volume = Path.of("");
    private VssSimulator.Builder builder = VssSimulator.builder();

    @BeforeEach
    void prepare() throws IOException {
        volume = Files.createDirectory(temporary.resolve("volume")).toRealPath();
        builder.volume(volume).state(temporary.resolve("state"));
    }

    /** The root of a copy, by a link that is made as on Windows. */
    private static FrozenRoot linked(Path device, List<Path> links) {
        return FrozenRoot.of(DEVICE, (link, target) -> {
            try {
                links.add(Files.createSymbolicLink(Path.of(link), device));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void aCloseWhileTheRootOfACopyIsMade_isPutOff_andItsLinkGoes() throws Exception {
        List<Path> links = new ArrayList<>();
        AtomicReference<BackupSession> opened = new AtomicReference<>();
        try (VssSimulator simulator = builder.build()) {
            try (BackupSession session = simulator.vss().openBackup(BackupOptions.defaults(), device -> {
                opened.get().close();
                return linked(simulator.folderOf(device).orElseThrow(), links);
            })) {
                opened.set(session);
                assertThatIllegalStateException()
                        .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                        .withMessage("The session is closed");
            }
            assertThat(links)
                    .singleElement()
                    .satisfies(link -> assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS))
                            .isFalse());
        }
    }

    @Test
    void persistentCopiesThatNobodyWasGiven_go_alsoIfTheSessionWasClosedMeanwhile() throws Exception {
        AtomicReference<BackupSession> opened = new AtomicReference<>();
        try (VssSimulator simulator = builder.build()) {
            try (BackupSession session = simulator.vss().openBackup(PERSISTENT, device -> {
                opened.get().close();
                return simulator.vss().rootOf(device);
            })) {
                opened.set(session);
                assertThatIllegalStateException().isThrownBy(() -> session.takeSnapshot(List.of(volume)));
            }
            assertThat(simulator.vss().inventory().copies(CopyFilter.all())).isEmpty();
        }
    }

    @Test
    void persistentCopiesThatAreMadeStepByStepAfterAFailure_areTheUsers() throws Exception {
        Path noVolume = Files.createDirectory(temporary.resolve("none"));
        try (VssSimulator simulator = builder.build()) {
            try (BackupSession session = simulator.vss().openBackup(PERSISTENT)) {
                assertThatExceptionOfType(VssException.class)
                        .isThrownBy(() -> session.takeSnapshot(List.of(volume, noVolume)));
                session.steps().doSnapshotSet().await();
                assertThat(session.shadowCopies()).hasSize(1);
            }
            assertThat(simulator.vss().inventory().copies(CopyFilter.all())).hasSize(1);
        }
    }

    @Test
    void aCancel_afterAClose_isNoError() throws Exception {
        builder.fault(VssMethod.GATHER_WRITER_METADATA, new Fault.RefusesCancel(HResult.E_ACCESSDENIED))
                .duration(VssMethod.GATHER_WRITER_METADATA, Duration.ofHours(1));
        try (VssSimulator simulator = builder.build()) {
            BackupSession session = simulator.vss().openBackup(BackupOptions.defaults());
            session.steps().gatherWriterMetadata();
            session.close();
            assertThat(session.cancel()).isEmpty();
        }
    }

    @Test
    void aThreadThatIsInterruptedBeforeTheRecordIsWritten_getsAnInterruptedException() throws Exception {
        try (VssSimulator simulator = builder.build();
                BackupSession session = simulator.vss().openBackup(PERSISTENT)) {
            session.steps().startSnapshotSet();
            session.steps().addToSnapshotSet(volume);
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(session.steps()::doSnapshotSet);
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    void aStepThatIsMadeInAnother_isRefused() throws Exception {
        AtomicReference<BackupSession> opened = new AtomicReference<>();
        try (VssSimulator simulator = builder.build();
                BackupSession session = simulator.vss().openBackup(BackupOptions.defaults(), device -> {
                    assertThatIllegalStateException()
                            .isThrownBy(() -> opened.get().backupDocument())
                            .withMessageContaining("in another call of the same session");
                    assertThat(opened.get().writerStatuses()).isEmpty();
                    return simulator.vss().rootOf(device);
                })) {
            opened.set(session);
            session.steps().gatherWriterMetadata().await();
            session.steps().startSnapshotSet();
            session.steps().addToSnapshotSet(volume);
            session.steps().prepareForBackup().await();
            session.steps().doSnapshotSet().await();
            assertThat(session.shadowCopies()).hasSize(1);
        }
    }

    @Test
    void anEndThatTakesLong_isNotWaitedForForEver_andIsMadeAllTheSame() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Duration before = Ending.forTheEnd;
        Ending.forTheEnd = Duration.ofMillis(50);
        CallThread thread = CallThread.start("vss4j-session-test");
        try {
            Ending ending = new Ending(() -> {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                thread.end();
                ended.countDown();
            });
            thread.add(ending);
            ending.await(Duration.ofSeconds(5));
            assertThat(ended.getCount()).as("it has been left before its end").isEqualTo(1);
        } finally {
            Ending.forTheEnd = before;
            held.countDown();
        }
        ended.await();
    }

    @Test
    void aLogHandlerThatDoesNotReturn_isLeftLikeACall() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        Logger logger = Logger.getLogger("org.vss4j");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                if (message.getParameters() != null && "StartSnapshotSet".equals(message.getParameters()[0])) {
                    inside.countDown();
                    try {
                        held.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        logger.setLevel(Level.FINE);
        try (VssSimulator simulator = builder.build();
                BackupSession session = simulator.vss().openBackup(PERSISTENT)) {
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            Thread caller = Thread.ofPlatform().start(() -> {
                try {
                    session.steps().startSnapshotSet();
                } catch (Throwable e) {
                    thrown.complete(e);
                }
            });
            inside.await();
            caller.interrupt();
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            assertThat(held.getCount()).as("the handler is still inside").isEqualTo(1);
            held.countDown();
        } finally {
            held.countDown();
            logger.removeHandler(handler);
            logger.setLevel(null);
        }
    }
}
