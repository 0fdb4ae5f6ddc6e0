package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a call brings, and an interrupt, go to one each. */
class CallTest {
    private static final int RACES = 20_000;

    private final AtomicReference<String> cleanedUp = new AtomicReference<>();

    private final Call<String> call = new Call<>("DoSnapshotSet", () -> "a set", cleanedUp::set);

    @Test
    void whatACallerWhoIsThrownOutDidNotTakeIsCleanedUp() {
        call.run();

        assertThat(call.abandon()).as("is to be cleaned up").isTrue();
        assertThat(call.isLeft()).isTrue();
        call.cleanUp();
        assertThat(cleanedUp).hasValue("a set");
        assertThat(call.abandon()).as("is to be cleaned up again").isFalse();
    }

    @Test
    void whatACallerTookIsHis() throws Exception {
        call.run();

        assertThat(call.await(new Deadline(Duration.ofMinutes(1)))).isEqualTo("a set");
        assertThat(call.abandon()).as("is to be cleaned up").isFalse();
        assertThat(call.isLeft()).isFalse();
        assertThat(cleanedUp).hasNullValue();
    }

    @Test
    void anInterruptThatComesWithTheReturnIsKept() throws Exception {
        for (int i = 0; i < RACES; i++) {
            Thread caller = Thread.currentThread();
            Call<String> raced = new Call<>("DoSnapshotSet", () -> "a set", unused -> {});
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
                caller.interrupt();
                raced.run();
            });
            boolean told = isInterrupted(raced);
            while (!other.isDone()) {
                Thread.onSpinWait();
            }
            boolean kept = Thread.interrupted();
            assertThat(told || kept).as("the interrupt of race %s", i).isTrue();
        }
    }

    private static boolean isInterrupted(Call<String> raced) throws Exception {
        try {
            assertThat(raced.await(new Deadline(Duration.ofMinutes(1)))).isEqualTo("a set");
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
