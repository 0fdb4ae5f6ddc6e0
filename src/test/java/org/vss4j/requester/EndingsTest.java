package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.vss4j.testing.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.LoggedMessages;
import org.vss4j.testing.NothingLeftBehind;

/** The end of a session, for which several threads wait, and the thread on which it is made. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndingsTest {
    private final CallThread thread = CallThread.start("vss4j-session-test");
    private final CountDownLatch held = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        held.countDown();
        thread.endAfterAll();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Ending ending(RuntimeException failure) {
        return new Ending(() -> {
            await(held);
            throw failure;
        });
    }

    @Test
    void allWhoWaitForIt_returnWhenItIsMade_andOneIsToldWhatFailed() {
        Ending ending = ending(new IllegalStateException("failed"));
        thread.add(ending);
        List<Thread> waiting = new CopyOnWriteArrayList<>();
        Executor threads = work -> waiting.add(Thread.ofPlatform().start(work));
        CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> threw(ending), threads);
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> threw(ending), threads);
        eventually("both wait", () -> waiting.stream().allMatch(each -> each.getState() == Thread.State.TIMED_WAITING));
        held.countDown();
        assertThat(first.join() ^ second.join()).as("one of the two was told").isTrue();
    }

    private static boolean threw(Ending ending) {
        try {
            ending.await(Duration.ofSeconds(5));
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Test
    void whatFailedInAnEndForWhichNobodyWaits_isLogged() {
        try (LoggedMessages messages = new LoggedMessages()) {
            Ending ending = ending(new IllegalStateException("failed"));
            thread.add(ending);
            held.countDown();
            eventually("it is over", ending::isOver);
            eventually(
                    "it is logged",
                    () -> messages.soFar().stream()
                            .anyMatch(line -> line.startsWith("SEVERE Ending a session failed")
                                    && line.endsWith("IllegalStateException: failed")));
            ending.await(Duration.ofSeconds(5));
        }
    }

    @Test
    void aCallThatIsMadeAfterAllWereToldToLeave_isLeftToo_andNotMade() throws Exception {
        CountDownLatch made = new CountDownLatch(1);
        thread.leaveAll(Call::leaveClosed);
        Call<Boolean> call = new Call<>(
                "Late",
                () -> {
                    made.countDown();
                    return true;
                },
                unused -> {});
        assertThatIllegalStateException()
                .isThrownBy(() -> thread.make(call, new Deadline(Duration.ofDays(1))))
                .withMessage("The session is closed");
        assertThat(made.getCount()).as("it was not made").isEqualTo(1);
    }

    @Test
    void aThreadThatIsToEndAfterAll_doesAllThatWasAddedBefore() {
        CountDownLatch first = new CountDownLatch(1);
        thread.add(() -> await(held));
        thread.add(first::countDown);
        thread.endAfterAll();
        held.countDown();
        await(first);
    }
}
