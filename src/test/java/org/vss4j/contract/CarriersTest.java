package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;
import static org.vss4j.testing.Eventually.within;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.CancelOutcome;
import org.vss4j.HResult;
import org.vss4j.contract.CServer.Fault;
import org.vss4j.contract.CServer.Method;
import org.vss4j.contract.CServer.NativeOperation;
import org.vss4j.internal.com.Crew;

/**
 * Carriers of virtual threads, which neither the service nor code of users may keep: calls that do not return until they are
 * told to, and handlers that do not end until then, more of them than there may be carriers.
 */
@Tag(CServer.TAG)
@ExtendWith(CServersAreClean.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CarriersTest {
    private static final HResult FINISHED = HResult.VSS_S_ASYNC_FINISHED;
    private static final AsyncStatus PENDING = new AsyncStatus.Pending();
    private static final Duration SHORT = Duration.ofMillis(60);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final CServer server = CServer.open();
    private final NativeOperation servedToo = server.begin();
    private final AsyncOperation other = AsyncOperation.adopt(servedToo.pointer(), Arena.global());
    private final Arena arena = Arena.ofShared();
    private final List<NativeOperation> inArena = new ArrayList<>();

    @AfterEach
    void letGo() {
        inArena.forEach(one -> one.without(Fault.QUERY_HELD));
        inArena.forEach(one -> one.without(Fault.CANCEL_HELD));
        other.close();
        arena.close();
    }

    private static <T> CompletableFuture<T> startVirtually(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    // ---- the service

    /** As many virtual threads as there may be carriers, and one, each with an operation of its own. */
    private List<NativeOperation> virtualThreadsIn(
            Method method, Fault fault, Function<AsyncOperation, Callable<Object>> call) {
        List<NativeOperation> held = Stream.generate(() -> server.begin().with(fault))
                .limit(Runtime.getRuntime().availableProcessors() + 1)
                .toList();
        inArena.addAll(held);
        for (NativeOperation one : held) {
            AsyncOperation hanging = AsyncOperation.adopt(one.pointer(), arena);
            CompletableFuture<Object> unused = startVirtually(call.apply(hanging));
        }
        within(DEADLINE, "all are inside", () -> held.stream().allMatch(one -> one.inside(method) == 1));
        return held;
    }

    private void assertThatVirtualThreadsGoOn(List<NativeOperation> held, Method method) throws Exception {
        assertThat(onAVirtualThread(() -> other.await(SHORT))).isEqualTo(PENDING);
        assertThat(onAVirtualThread(other::status)).isEqualTo(PENDING);
        assertThat(onAVirtualThread(other::cancel)).isEqualTo(new CancelOutcome.CancelledNow());
        assertThat(onAVirtualThread(() -> other.await())).isEqualTo(new AsyncStatus.Cancelled());
        assertThat(held).allSatisfy(one -> assertThat(one.inside(method)).isEqualTo(1));
    }

    private static <T> T onAVirtualThread(Callable<T> call) throws Exception {
        return returned(startVirtually(call));
    }

    /** What a call returns that nothing may hold up. */
    private static <T> T returned(CompletableFuture<T> call) throws Exception {
        within(DEADLINE, "it has returned", call::isDone);
        return call.get();
    }

    @Test
    void virtualThreads_doNotDependOnOthersInQueryStatus() throws Exception {
        List<NativeOperation> held =
                virtualThreadsIn(Method.QUERY_STATUS, Fault.QUERY_HELD, hanging -> hanging::status);
        assertThatVirtualThreadsGoOn(held, Method.QUERY_STATUS);
    }

    @Test
    void virtualThreads_doNotDependOnOthersInCancel() throws Exception {
        List<NativeOperation> held = virtualThreadsIn(Method.CANCEL, Fault.CANCEL_HELD, hanging -> hanging::cancel);
        assertThatVirtualThreadsGoOn(held, Method.CANCEL);
    }

    @Test
    void virtualThreads_doNotDependOnOthersInClose() throws Exception {
        List<NativeOperation> held =
                virtualThreadsIn(Method.CANCEL, Fault.CANCEL_HELD, hanging -> Executors.callable(hanging::close));
        assertThatVirtualThreadsGoOn(held, Method.CANCEL);
    }

    @Test
    void aVirtualThreadThatWaits_isNotHeldUpByItsOwnQueryStatus() throws Exception {
        NativeOperation served = server.begin().with(Fault.QUERY_HELD);
        inArena.add(served);
        AsyncOperation operation = AsyncOperation.adopt(served.pointer(), arena);
        assertThat(onAVirtualThread(() -> operation.await(SHORT))).isEqualTo(PENDING);
        assertThat(served.inside(Method.QUERY_STATUS)).isPositive();
        CompletableFuture<AsyncStatus> closed = startVirtually(() -> operation.await());
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiter = Thread.ofVirtual().start(() -> {
            try {
                operation.await();
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        waiter.interrupt();
        assertThat(returned(interrupted)).isTrue();
        operation.close();
        within(DEADLINE, "the waiting thread is back", closed::isDone);
        assertThat(closed.exceptionNow()).isInstanceOf(IllegalStateException.class);
        assertThat(served.inside(Method.QUERY_STATUS)).isPositive();
        served.without(Fault.QUERY_HELD);
        eventually("it is released", () -> served.references() == 0);
    }

    // ---- code of users

    /** Handlers that compute for ever, as many as there may be carriers, and one. */
    private List<CompletableFuture<Void>> busyHandlers(AtomicBoolean busy) {
        int count = Runtime.getRuntime().availableProcessors() + 1;
        CountDownLatch computing = new CountDownLatch(count);
        List<CompletableFuture<Void>> handlers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            NativeOperation one = server.begin();
            CompletableFuture<AsyncStatus> completion =
                    AsyncOperation.adopt(one.pointer(), arena).completion();
            handlers.add(completion.thenAccept(status -> {
                computing.countDown();
                while (busy.get()) {
                    Thread.onSpinWait();
                }
            }));
            one.end(FINISHED);
        }
        within(DEADLINE, "all compute", () -> computing.getCount() == 0);
        return handlers;
    }

    @Test
    void handlersThatCompute_holdUpNeitherOtherCompletions_norVirtualThreads() throws Exception {
        AtomicBoolean busy = new AtomicBoolean(true);
        try {
            List<CompletableFuture<Void>> handlers = busyHandlers(busy);
            CompletableFuture<Boolean> free = other.completion().thenApply(AsyncStatus::isTerminal);
            assertThat(onAVirtualThread(() -> other.await(SHORT))).isEqualTo(PENDING);
            servedToo.end(FINISHED);
            assertThat(returned(free)).isTrue();
            assertThat(handlers).noneMatch(CompletableFuture::isDone);
        } finally {
            busy.set(false);
        }
    }

    /** More than the crew has threads: each waits for the one that comes last. */
    @Test
    void handlersThatWait_holdNoOtherCompletionUp_howeverManyThereAre() throws Exception {
        CompletableFuture<AsyncStatus> last = other.completion();
        List<CompletableFuture<AsyncStatus>> handlers = new ArrayList<>();
        for (int i = 0; i < 3 * Crew.MOST; i++) {
            NativeOperation one = server.begin();
            handlers.add(AsyncOperation.adopt(one.pointer(), arena).completion().thenApply(status -> last.join()));
            one.end(FINISHED);
        }
        within(DEADLINE, "all threads of the crew are in a handler", () -> handlersThatWait() == Crew.MOST);
        servedToo.end(FINISHED);
        for (CompletableFuture<AsyncStatus> handler : handlers) {
            assertThat(returned(handler)).isEqualTo(new AsyncStatus.Finished(FINISHED));
        }
    }

    private static long handlersThatWait() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("vss4j-completion-"))
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getMethodName().equals("join")))
                .count();
    }
}
