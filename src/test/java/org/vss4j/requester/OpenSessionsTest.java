package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.vss4j.testing.Eventually.eventually;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.contract.BackupSetup;
import org.vss4j.contract.CBackupServer;
import org.vss4j.simulator.VssMethod;
import org.vss4j.testing.Eventually;
import org.vss4j.testing.LoggedMessages;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.NothingLeftBehind;

/** What the end of the JVM does with the sessions that are open. */
@ExtendWith(NothingLeftBehind.class)
class OpenSessionsTest {
    private static final Duration UNLIMITED = Duration.ofDays(1);

    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch second = new CountDownLatch(1);

    private interface Ending {
        void end() throws Exception;
    }

    private static OpenSessions.Open named(String name, Ending ending) {
        return new OpenSessions.Open() {
            @Override
            public void endForGood() {
                try {
                    ending.end();
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public String name() {
                return name;
            }
        };
    }

    private static List<OpenSessions.Open> sessions(Ending... endings) {
        List<OpenSessions.Open> all = new ArrayList<>();
        for (Ending ending : endings) {
            all.add(named("session " + (all.size() + 1), ending));
        }
        return all;
    }

    @Test
    @Tag(NativeServer.TAG)
    void aSessionWhoseCloseWasLeft_isWaitedFor_andNamed(@TempDir Path folder) throws Exception {
        Path volume = Files.createDirectory(folder.resolve("volume"));
        Path store = Files.createDirectory(folder.resolve("store"));
        CBackupServer server = CBackupServer.open(new BackupSetup(store, BackupSetup.Clock.RUNS).volume(volume));
        server.hold(VssMethod.START_SNAPSHOT_SET);
        BackupSession session = server.vss()
                .openBackup(BackupOptions.defaults()
                        .withContext(SnapshotContext.FILE_SHARE_BACKUP)
                        .withPatience(Duration.ofMillis(1)));
        Thread caller = Thread.ofPlatform()
                .start(() -> assertThatIllegalStateException()
                        .isThrownBy(session.steps()::startSnapshotSet)
                        .withMessage("The session is closed"));
        Thread hook = Thread.ofPlatform().unstarted(() -> OpenSessions.closeAll(OpenSessions::open, UNLIMITED));
        try (LoggedMessages messages = new LoggedMessages()) {
            eventually("the call is held", () -> server.heldCalls() == 1);
            session.close();
            OpenSessions.closeAll(OpenSessions::open, Duration.ofMillis(1));
            assertThat(messages.soFar())
                    .anyMatch(message -> message.endsWith(
                            "PT0.001S: session " + session.number() + ", of which StartSnapshotSet has not returned"));
            hook.start();
            eventually("the session is waited for", () -> hook.getState() == Thread.State.TIMED_WAITING);
            assertThat(server.heldCalls()).isEqualTo(1);
        } finally {
            server.letGo();
        }
        hook.join();
        assertThat(server.leftovers()).isEmpty();
        caller.join();
        server.close();
    }

    @Test
    void sessionsAreClosedSideBySide() {
        boolean[] met = new boolean[2];
        List<OpenSessions.Open> sessions = sessions(
                () -> {
                    first.countDown();
                    met[0] = isReached(second);
                },
                () -> {
                    second.countDown();
                    met[1] = isReached(first);
                });
        OpenSessions.closeAll(() -> sessions, UNLIMITED);
        assertThat(met).containsExactly(true, true);
    }

    private static boolean isReached(CountDownLatch latch) throws InterruptedException {
        return latch.await(Eventually.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Test
    void anErrorOfOne_endsNoOther_andIsLogged() {
        try (LoggedMessages messages = new LoggedMessages()) {
            List<OpenSessions.Open> sessions = sessions(
                    () -> {
                        throw new StackOverflowError("too deep");
                    },
                    first::countDown,
                    () -> {
                        throw new IllegalStateException("an exception");
                    },
                    second::countDown);
            OpenSessions.closeAll(() -> sessions, UNLIMITED);
            assertThat(first.getCount() + second.getCount()).isZero();
            assertThat(messages.soFar())
                    .hasSize(2)
                    .allMatch(message -> message.startsWith("SEVERE Closing a session at the end of the JVM failed"))
                    .anyMatch(message -> message.endsWith("too deep"));
        }
    }

    @Test
    void aSessionThatIsOpenedMeanwhile_isClosedToo() {
        List<OpenSessions.Open> sessions = new CopyOnWriteArrayList<>();
        boolean[] met = new boolean[1];
        sessions.add(named("session 1", () -> {
            sessions.add(named("session 2", second::countDown));
            met[0] = isReached(second);
        }));
        OpenSessions.closeAll(() -> sessions, UNLIMITED);
        assertThat(met).as("the second was closed while the first was").containsExactly(true);
    }

    @Test
    void thoseThatHang_holdUpNobodyBeyondTheLimit_andAreNamed() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        List<OpenSessions.Open> hanging = sessions(release::await, release::await, first::countDown);
        Thread hook = Thread.ofPlatform()
                .daemon()
                .unstarted(() -> OpenSessions.closeAll(() -> hanging, Duration.ofMillis(10)));
        try (LoggedMessages messages = new LoggedMessages()) {
            hook.start();
            eventually("the hook has ended", () -> !hook.isAlive());
            assertThat(messages.soFar())
                    .anyMatch(message -> message.matches("SEVERE The JVM ends without [23] of 3 open sessions being"
                            + " closed, for that takes longer than PT0.01S: session 1; session 2(; session 3)?"));
            assertThat(isReached(first)).isTrue();
        } finally {
            release.countDown();
        }
    }
}
