package org.vss4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.ScriptedAsync;

/** What runs where when an operation comes to its end. */
@ExtendWith(NothingLeftBehind.class)
class CompletionTest {
    private static final AsyncStatus FINISHED = new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED);

    private final ScriptedAsync server = new ScriptedAsync();
    private final AsyncOperation operation = AsyncOperation.adopt(server.pointer(), Arena.global());
    private final InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>() {
        @Override
        protected String childValue(String parent) {
            throw new IllegalStateException("code of a user, in the making of a thread");
        }
    };

    @AfterEach
    void close() {
        inherited.remove();
        operation.close();
    }

    @Test
    void whatDependsOnACompletion_mayWaitForAnother() {
        CompletableFuture<AsyncStatus> first = operation.completion();
        CompletableFuture<AsyncStatus> second = operation.completion();
        CompletableFuture<AsyncStatus> both = first.thenCombine(first.thenApply(end -> second.join()), (a, b) -> b);
        CompletableFuture<AsyncStatus> bothToo = second.thenApply(end -> first.join());
        server.finish();
        eventually("all have ended", () -> both.isDone() && bothToo.isDone());
        assertThat(both).isCompletedWithValue(FINISHED);
        assertThat(bothToo).isCompletedWithValue(FINISHED);
    }

    @Test
    void whatDependsOnACompletion_mayWaitForAnother_whenTheOperationIsClosed() {
        CompletableFuture<AsyncStatus> first = operation.completion();
        CompletableFuture<AsyncStatus> second = operation.completion();
        CompletableFuture<Boolean> one = first.handle((end, failure) -> failsByClose(second));
        CompletableFuture<Boolean> other = second.handle((end, failure) -> failsByClose(first));
        operation.close();
        eventually("both have ended", () -> one.isDone() && other.isDone());
        assertThat(one).isCompletedWithValue(true);
        assertThat(other).isCompletedWithValue(true);
    }

    private static boolean failsByClose(CompletableFuture<AsyncStatus> completion) {
        try {
            completion.join();
            return false;
        } catch (CompletionException e) {
            return e.getCause() instanceof IllegalStateException;
        }
    }

    @Test
    void aCompletionOfAnOperationThatHasEnded_isThereOrComes() {
        server.finish();
        assertThat(operation.completion().join()).isEqualTo(FINISHED);
        assertThat(operation.completion().join()).isEqualTo(FINISHED);
    }

    @Test
    void whatDependsOnACompletion_runsOnAThreadOfItsOwnKind_thatInheritsNothing() {
        CompletableFuture<AsyncStatus> untilThePollerIsNew = operation.completion();
        untilThePollerIsNew.cancel(true);
        eventually("no poller runs", CompletionTest::noPollerRuns);
        inherited.set("the parent's");
        ScriptedAsync another = new ScriptedAsync();
        try (AsyncOperation asked = AsyncOperation.adopt(another.pointer(), Arena.global())) {
            AtomicReference<Thread> ran = new AtomicReference<>();
            AtomicReference<String> seen = new AtomicReference<>("not run");
            CompletableFuture<Void> dependent = asked.completion().thenAccept(end -> {
                ran.set(Thread.currentThread());
                seen.set(inherited.get());
            });
            another.finish();
            dependent.join();
            assertThat(ran.get().getName()).startsWith("vss4j-completion-");
            assertThat(ran.get().isDaemon()).isTrue();
            assertThat(seen.get()).isNull();
        }
    }

    /** The poller, which would end the completion too, is held until the close has cancelled. */
    @Test
    void aCloseCancels_andEndsItsCompletions_whateverThreadsInheritFromItsThread() throws InterruptedException {
        CompletionRaceTest.Slow held = new CompletionRaceTest.Slow();
        AsyncOperation asked = AsyncOperation.adopt(held.pointer(), Arena.global());
        CompletableFuture<AsyncStatus> completion = asked.completion();
        held.asked.await();
        inherited.set("the parent's");
        asked.close();
        assertThat(held.cancels).hasValue(1);
        eventually("the completion has ended", completion::isDone);
        assertThat(completion.exceptionNow()).isInstanceOf(IllegalStateException.class);
    }

    /** Ways to end a completion that do not cancel the operation. */
    static List<Consumer<CompletableFuture<AsyncStatus>>> endsByHand() {
        return List.of(
                completion -> completion.complete(null),
                completion -> completion.completeExceptionally(new TimeoutException()),
                completion -> completion
                        .orTimeout(0, TimeUnit.NANOSECONDS)
                        .exceptionally(late -> null)
                        .join(),
                completion -> completion
                        .completeOnTimeout(FINISHED, 0, TimeUnit.NANOSECONDS)
                        .join(),
                completion -> completion.obtrudeValue(FINISHED));
    }

    @ParameterizedTest
    @MethodSource("endsByHand")
    void aCompletionThatIsEndedByHand_isForgotten(Consumer<CompletableFuture<AsyncStatus>> end) {
        Completion pending = (Completion) operation.completion();
        for (int i = 0; i < 1_000; i++) {
            end.accept(operation.completion());
        }
        Watch watch = Objects.requireNonNull(pending.ending.watch);
        eventually("one is left", () -> watch.waiting() == 1);
        assertThat(pending).isNotDone();
    }

    @Test
    void aMillionCompletionsThatAreEndedByHand_leaveNothing_andStartNothingAtTheEnd() {
        Completion pending = (Completion) operation.completion();
        Watch watch = Objects.requireNonNull(pending.ending.watch);
        for (int i = 0; i < 1_000_000; i++) {
            operation.completion().complete(null);
        }
        assertThat(watch.waiting()).isEqualTo(1);
        server.finish();
        assertThat(pending.join()).isEqualTo(FINISHED);
        assertThat(watch.waiting()).isZero();
    }

    @Test
    void aCompletionThatIsCancelled_isForgotten() {
        server.cancelResult = HResult.E_ACCESSDENIED;
        Completion pending = (Completion) operation.completion();
        operation.completion().cancel(true);
        assertThat(Objects.requireNonNull(pending.ending.watch).waiting()).isEqualTo(1);
        server.cancelResult = null;
    }

    @Test
    void anOperationForWhichNobodyWaits_isNotAskedForAnyMore() {
        CompletableFuture<AsyncStatus> only = operation.completion();
        only.complete(null);
        eventually("no poller runs", CompletionTest::noPollerRuns);
        CompletableFuture<AsyncStatus> later = operation.completion();
        server.finish();
        assertThat(later.join()).isEqualTo(FINISHED);
    }

    private static boolean noPollerRuns() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("vss4j-poller"));
    }
}
