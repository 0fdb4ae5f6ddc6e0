package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.Eventually;
import org.vss4j.testing.LoggedMessages;
import org.vss4j.testing.NothingLeftBehind;

/** What the end of the JVM does with the sessions that are open. */
@ExtendWith(NothingLeftBehind.class)
class OpenSessionsTest {
    private static final Duration UNLIMITED = Duration.ofDays(1);

    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch second = new CountDownLatch(1);

    @Test
    void sessionsAreClosedSideBySide() {
        boolean[] met = new boolean[2];
        List<AutoCloseable> sessions = List.of(
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
            List<AutoCloseable> sessions = List.of(
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
        List<AutoCloseable> sessions = new CopyOnWriteArrayList<>();
        boolean[] met = new boolean[1];
        sessions.add(() -> {
            sessions.add(second::countDown);
            met[0] = isReached(second);
        });
        OpenSessions.closeAll(() -> sessions, UNLIMITED);
        assertThat(met).as("the second was closed while the first was").containsExactly(true);
    }

    @Test
    void oneThatHangs_holdsUpNobodyBeyondTheLimit() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        List<AutoCloseable> hanging = List.of(release::await, release::await, first::countDown);
        Thread hook = Thread.ofPlatform()
                .daemon()
                .unstarted(() -> OpenSessions.closeAll(() -> hanging, Duration.ofMillis(10)));
        try (LoggedMessages messages = new LoggedMessages()) {
            hook.start();
            eventually("the hook has ended", () -> !hook.isAlive());
            assertThat(messages.soFar())
                    .anyMatch(message -> message.matches("SEVERE The JVM ends without [23] of 3 open sessions being"
                            + " closed: that took longer than PT0.01S"));
            assertThat(isReached(first)).isTrue();
        } finally {
            release.countDown();
        }
    }
}
