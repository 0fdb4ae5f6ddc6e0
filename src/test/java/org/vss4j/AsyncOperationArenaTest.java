package org.vss4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.ScriptedAsync;

/** How operations come to be, and the arenas that end them. */
@ExtendWith(NothingLeftBehind.class)
class AsyncOperationArenaTest {

    private final ScriptedAsync server = new ScriptedAsync();
    private final AsyncOperation operation = AsyncOperation.adopt(server.pointer(), Arena.global());

    @AfterEach
    void close() {
        operation.close();
    }

    @Test
    void adoptingNull_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AsyncOperation.adopt(MemorySegment.NULL, Arena.global()))
                .withMessageContaining("NULL");
        assertThatIllegalArgumentException().isThrownBy(() -> AsyncOperation.share(MemorySegment.NULL, Arena.global()));
    }

    @Test
    void adoptingASegmentOfTheJavaHeap_isRefused() {
        MemorySegment heap = MemorySegment.ofArray(new long[2]).asSlice(Long.BYTES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AsyncOperation.adopt(heap, Arena.global()))
                .withMessageContaining("heap");
        assertThatIllegalArgumentException().isThrownBy(() -> AsyncOperation.share(heap, Arena.global()));
    }

    @Test
    void adoptingIntoAClosedArena_releasesTheReference() {
        Arena arena = Arena.ofConfined();
        arena.close();
        ScriptedAsync other = new ScriptedAsync();
        assertThatIllegalStateException().isThrownBy(() -> AsyncOperation.adopt(other.pointer(), arena));
        assertThat(other.isReleased()).isTrue();
    }

    @Test
    void adoptingIntoAnotherThreadsArena_releasesTheReference() {
        ScriptedAsync other = new ScriptedAsync();
        try (Arena arena = Arena.ofConfined()) {
            CompletableFuture<@Nullable Throwable> thrown = new CompletableFuture<>();
            Thread.ofPlatform().start(() -> {
                try {
                    AsyncOperation.adopt(other.pointer(), arena);
                } catch (Throwable e) {
                    thrown.complete(e);
                }
            });
            assertThat(thrown.join()).isInstanceOf(WrongThreadException.class);
        }
        assertThat(other.isReleased()).isTrue();
    }

    @Test
    void aConfinedArenaThatCloses_closesTheOperation() {
        ScriptedAsync other = new ScriptedAsync();
        AsyncOperation confined;
        try (Arena arena = Arena.ofConfined()) {
            confined = AsyncOperation.adopt(other.pointer(), arena);
            assertThat(confined.status()).isEqualTo(new AsyncStatus.Pending());
        }
        assertThat(other.cancels).hasValue(1);
        assertThat(other.isReleased()).isTrue();
        assertThatIllegalStateException().isThrownBy(confined::status);
        confined.close();
    }

    @Test
    void anOperationInAConfinedArena_isForEveryThread() {
        ScriptedAsync other = new ScriptedAsync();
        try (Arena arena = Arena.ofConfined()) {
            AsyncOperation confined = AsyncOperation.adopt(other.pointer(), arena);
            CompletableFuture<CancelOutcome> outcome = CompletableFuture.supplyAsync(confined::cancel);
            assertThat(outcome.join()).isEqualTo(new CancelOutcome.CancelledNow());
        }
    }

    @Test
    void aSharedArenaThatClosesWhileAnotherThreadWaits_closesTheOperation() throws InterruptedException {
        ScriptedAsync other = new ScriptedAsync();
        Arena arena = Arena.ofShared();
        AsyncOperation shared = AsyncOperation.adopt(other.pointer(), arena);
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                shared.await();
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        eventually("the thread is in the native Wait", () -> other.waiting.get() == 1);
        arena.close();
        waiter.join();
        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class);
        assertThat(other.isReleased()).isTrue();
    }

    @Test
    void anAutomaticArena_closesTheOperationWhenNobodyHoldsIt() {
        ScriptedAsync other = new ScriptedAsync();
        AsyncOperation.adopt(other.pointer(), Arena.ofAuto());
        eventually("the collector finds it", () -> {
            System.gc();
            return other.isReleased();
        });
        assertThat(other.cancels).hasValue(1);
    }

    @Test
    void anAutomaticArena_doesNotCloseAnOperationWithAPendingCompletion() throws Exception {
        ScriptedAsync other = new ScriptedAsync();
        CompletableFuture<AsyncStatus> completion =
                AsyncOperation.adopt(other.pointer(), Arena.ofAuto()).completion();
        for (int i = 0; i < 5; i++) {
            System.gc();
            assertThat(other.isReleased()).isFalse();
        }
        other.finish();
        assertThat(completion.get().isTerminal()).isTrue();
        eventually("the collector finds it", () -> {
            System.gc();
            return other.isReleased();
        });
    }

    @Test
    void anAutomaticArena_closesAnOperationForWhichAVirtualThreadWaitsNoLonger() throws InterruptedException {
        ScriptedAsync other = new ScriptedAsync();
        Thread waiter = Thread.startVirtualThread(() -> {
            try {
                AsyncOperation.adopt(other.pointer(), Arena.ofAuto()).await(Duration.ofMillis(5));
            } catch (InterruptedException e) {
                throw new CancellationException("interrupted");
            }
        });
        waiter.join();
        eventually("the collector finds it", () -> {
            System.gc();
            return other.isReleased();
        });
        assertThat(other.cancels).hasValue(1);
    }

    @Test
    void closingASharedOperation_releasesOnlyItsOwnReference() {
        AsyncOperation shared = AsyncOperation.share(server.pointer(), Arena.global());
        shared.close();
        assertThat(server.cancels).hasValue(0);
        assertThat(server.isReleased()).isFalse();
        assertThat(operation.status()).isEqualTo(new AsyncStatus.Pending());
    }

    @Test
    void cancellingASharedOperation_cancels() {
        try (AsyncOperation shared = AsyncOperation.share(server.pointer(), Arena.global())) {
            assertThat(shared.cancel()).isEqualTo(new CancelOutcome.CancelledNow());
        }
        assertThat(operation.status()).isEqualTo(new AsyncStatus.Cancelled());
    }
}
