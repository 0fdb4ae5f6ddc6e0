package org.vss4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.HResult;
import org.vss4j.contract.AsyncTestServer;

/**
 * An operation of a server with the handles on it, and their model, which take every step together. A step fails if the
 * two come out differently. The first handle is adopted, the others are shared from its pointer; a step names its handle
 * by any number. Used by one thread; those that it starts are over when {@link #finish} returns.
 */
final class Lockstep {
    static final int MAX_HANDLES = 3;

    /** Ends operations while their users wait. */
    private static final ScheduledExecutorService ENDS = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("model-ends").factory());

    private static final long DEADLINE_SECONDS = 30;

    /** Whose life ends with the arena. */
    enum Confinement {
        CONFINED,
        SHARED;

        Arena open() {
            return this == CONFINED ? Arena.ofConfined() : Arena.ofShared();
        }
    }

    private record Handle(AsyncOperation operation, HandleModel model, Arena arena, List<Later> laters) {
        /** The completions that nobody has ended by hand. */
        Stream<Later> completions() {
            return laters.stream().filter(Later::isUntouchedCompletion);
        }
    }

    private final AsyncTestServer server;
    private final AsyncTestServer.Operation operation;
    private final AsyncModel async = new AsyncModel();
    private final List<Handle> handles = new ArrayList<>();

    Lockstep(AsyncTestServer server, Confinement confinement) {
        this.server = server;
        operation = server.begin();
        Arena arena = confinement.open();
        add(AsyncOperation.adopt(operation.pointer(), arena), true, arena);
    }

    private void add(AsyncOperation real, boolean adopted, Arena arena) {
        handles.add(new Handle(real, new HandleModel(async, adopted), arena, new ArrayList<>()));
    }

    private Handle handle(int any) {
        return handles.get(any % handles.size());
    }

    private boolean anyOpen() {
        return handles.stream().anyMatch(handle -> handle.model.isOpen());
    }

    boolean canShare() {
        return handles.size() < MAX_HANDLES && anyOpen();
    }

    // ---- steps

    void end(int code) {
        assertThat(operation.end(HResult.of(code))).isEqualTo(async.end(code));
    }

    void share(Confinement confinement) {
        Arena arena = confinement.open();
        add(AsyncOperation.share(operation.pointer(), arena), false, arena);
    }

    /** The added reference has to be released again. */
    void shareIntoAClosedArena(Confinement confinement) {
        Arena arena = confinement.open();
        arena.close();
        assertThat(Outcome.of(() -> AsyncOperation.share(operation.pointer(), arena)))
                .isEqualTo(Outcome.CLOSED);
    }

    void close(int any) {
        Handle handle = handle(any);
        assertThat(Outcome.of(Executors.callable(handle.operation::close))).isEqualTo(handle.model.close());
    }

    void closeArena(int any) {
        Handle handle = handle(any);
        if (handle.arena.scope().isAlive()) {
            assertThat(Outcome.of(Executors.callable(handle.arena::close))).isEqualTo(handle.model.close());
        }
    }

    void cancel(int any) {
        Handle handle = handle(any);
        assertThat(Outcome.of(handle.operation::cancel)).isEqualTo(handle.model.cancel());
    }

    void status(int any) {
        Handle handle = handle(any);
        assertThat(Outcome.of(handle.operation::status)).isEqualTo(handle.model.status());
    }

    /** Waits for less than it takes anything to end. */
    void await(int any, Duration time, ThreadKind kind) {
        Handle handle = handle(any);
        assertThat(kind.outcomeOf(() -> handle.operation.await(time))).isEqualTo(handle.model.status());
    }

    /** Waits, for long or without limit, for an end that comes. */
    void awaitEnd(int any, Duration time, ThreadKind kind, Duration delay, int code) throws Exception {
        Handle handle = handle(any);
        ScheduledFuture<Boolean> end = endLater(delay, code);
        Outcome outcome = kind.outcomeOf(() -> handle.operation.await(time));
        assertThat(end.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isEqualTo(async.end(code));
        assertThat(outcome).isEqualTo(handle.model.status());
    }

    /** Waits for a time, in which the end may come or not, and cancels; the model follows what came first. */
    void awaitOrCancelAgainstAnEnd(int any, Duration time, ThreadKind kind, Duration delay, int code) throws Exception {
        Handle handle = handle(any);
        boolean pending = async.isPending();
        ScheduledFuture<Boolean> end = endLater(delay, code);
        Outcome outcome = kind.outcomeOf(() -> handle.operation.awaitOrCancel(time));
        boolean ended = end.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        if (ended) {
            assertThat(async.end(code)).isTrue();
        } else if (pending) {
            assertThat(handle.model.isOpen()).as("something ended it").isTrue();
        }
        assertThat(outcome).isEqualTo(handle.model.awaitOrCancel());
    }

    void awaitOrCancel(int any, Duration time, ThreadKind kind) {
        Handle handle = handle(any);
        assertThat(kind.outcomeOf(() -> handle.operation.awaitOrCancel(time))).isEqualTo(handle.model.awaitOrCancel());
    }

    void awaitInterrupted(int any, Duration time, ThreadKind kind) {
        Handle handle = handle(any);
        AtomicBoolean flag = new AtomicBoolean();
        Outcome outcome = interrupted(kind, flag, () -> handle.operation.await(time));
        assertThat(outcome).isIn(handle.model.awaitInterrupted());
        assertThat(flag.get()).as("the flag, once it is reported").isEqualTo(!outcome.equals(Outcome.INTERRUPTED));
    }

    void awaitOrCancelInterrupted(int any, Duration time, ThreadKind kind) {
        Handle handle = handle(any);
        AtomicBoolean flag = new AtomicBoolean();
        Outcome outcome = interrupted(kind, flag, () -> handle.operation.awaitOrCancel(time));
        assertThat(outcome).isEqualTo(handle.model.awaitOrCancel());
        assertThat(flag).as("the flag, which is kept").isTrue();
    }

    /** Makes a call on a thread whose interrupt flag is set, and tells how the flag is afterwards. */
    private static Outcome interrupted(ThreadKind kind, AtomicBoolean flag, Callable<AsyncStatus> call) {
        return kind.outcomeOf(() -> {
            Thread.currentThread().interrupt();
            try {
                return call.call();
            } finally {
                flag.set(Thread.interrupted());
            }
        });
    }

    void completion(int any) {
        Handle handle = handle(any);
        if (handle.model.isOpen()) {
            handle.laters.add(Later.completion(handle.model, handle.operation));
        } else {
            assertThat(Outcome.of(() -> handle.operation.completion().isDone())).isEqualTo(Outcome.CLOSED);
        }
    }

    void startToAwait(int any, Duration time, ThreadKind kind) {
        Handle handle = handle(any);
        if (handle.model.isOpen()) {
            handle.laters.add(Later.await(handle.model, handle.operation, time, kind));
        }
    }

    /** Cancels the oldest completion of a handle that is not cancelled yet. */
    void cancelCompletion(int any) {
        Handle handle = handle(any);
        handle.completions().findFirst().filter(Later::cancel).ifPresent(cancelled -> handle.model.cancel());
    }

    void completeByHand(int any) {
        handle(any).completions().findFirst().ifPresent(Later::completeByHand);
    }

    void interruptWaiters(int any) {
        handle(any).laters.forEach(Later::interrupt);
    }

    void expectLaters(int any) {
        handle(any).laters.forEach(Later::expect);
    }

    // ---- after each step, and after the last

    /** Checks what holds at any time. */
    void check() {
        int references =
                handles.stream().mapToInt(handle -> handle.model.references()).sum();
        assertThat(operation.references()).as("references").isGreaterThanOrEqualTo(references);
        boolean allOut = handles.stream()
                .flatMap(handle -> handle.laters.stream())
                .allMatch(later -> later.isDone() || !later.isDue());
        if (allOut) {
            eventually("only open handles have references", () -> operation.references() == references);
        }
        for (Handle handle : handles) {
            handle.laters.forEach(Later::check);
            assertThat(Outcome.of(handle.operation::status)).isEqualTo(handle.model.status());
        }
        assertThat(server.drainViolations()).isEmpty();
    }

    /** Closes everything, the server last, and checks that nothing is left. */
    void finish() {
        for (int i = 0; i < handles.size(); i++) {
            closeArena(i);
            expectLaters(i);
        }
        check();
        assertThat(operation.end(HResult.E_FAIL))
                .as("the operation is pending")
                .isEqualTo(async.end(HResult.E_FAIL.value()));
        eventually("no reference is left", () -> operation.references() == 0);
        eventually("no object is left", () -> server.live() == 0);
        assertThat(server.drainViolations()).isEmpty();
        server.close();
    }

    /** Closes everything, in whatever state a failed step left it. */
    void abandon() {
        Thread.interrupted();
        operation.end(HResult.E_FAIL);
        for (Handle handle : handles) {
            handle.operation.close();
            if (handle.arena.scope().isAlive()) {
                handle.arena.close();
            }
        }
        server.drainViolations();
        server.close();
    }

    private ScheduledFuture<Boolean> endLater(Duration delay, int code) {
        return ENDS.schedule(() -> operation.end(HResult.of(code)), delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
