package org.vss4j.concurrency;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.CancelOutcome;
import org.vss4j.HResult;
import org.vss4j.contract.CServer.NativeOperation;
import org.vss4j.internal.com.slots.AsyncSlots;
import org.vss4j.internal.com.slots.UnknownSlots;

/**
 * One operation of the storm, and what its callers were told. The last of them holds that against what the server says
 * in the end, by a reference of its own if the subject has a witness. Without one, the library's Release is the last.
 */
final class StormSubject {
    private static final int FINISHED = HResult.VSS_S_ASYNC_FINISHED.value();
    private static final int CANCELLED = HResult.VSS_S_ASYNC_CANCELLED.value();

    final AsyncOperation operation;
    private final NativeOperation served;
    private final @Nullable MemorySegment witness;
    private final AtomicInteger users = new AtomicInteger(1);
    private final AtomicInteger cancelledNow = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicReference<@Nullable AsyncStatus> terminal = new AtomicReference<>();

    /** Whether the operation had come to its end, by all that anyone knows, before it was closed. */
    private volatile boolean overBeforeClose;

    private StormSubject(NativeOperation served, @Nullable MemorySegment witness, Arena arena) {
        this.served = served;
        this.witness = witness;
        this.operation = AsyncOperation.adopt(served.pointer(), arena);
    }

    /** Takes the operation over into an arena, unless that is closed: then an {@link IllegalStateException}. */
    static StormSubject begin(NativeOperation served, boolean withWitness, Arena arena) {
        if (!withWitness) {
            return new StormSubject(served, null, arena);
        }
        MemorySegment witness =
                MemorySegment.ofAddress(served.pointer().address()).reinterpret(Long.BYTES);
        int unused = UnknownSlots.addRef(witness);
        try {
            return new StormSubject(served, witness, arena);
        } catch (IllegalStateException e) {
            int unusedToo = UnknownSlots.release(witness);
            throw e;
        }
    }

    /** Joins those who use it; false when the last has left. */
    boolean join() {
        return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Leaves; the last one out compares. The first user, which nobody joined for, is whoever holds it to be used. */
    void leave() {
        if (users.decrementAndGet() == 0) {
            compare();
        }
    }

    /** The server ends it. */
    void end(HResult code) {
        if (served.end(code)) {
            ended.incrementAndGet();
        }
    }

    void cancel() {
        cancel(operation);
    }

    private void cancel(AsyncOperation operation) {
        CancelOutcome outcome = operation.cancel();
        if (outcome instanceof CancelOutcome.CancelledNow) {
            cancelledNow.incrementAndGet();
        }
        seen(implied(outcome));
    }

    /** Asks by an operation of its own that nobody holds: the collector may find it while its call is inside. */
    void askInPassing() {
        if (witness != null) {
            seen(AsyncOperation.share(witness, Arena.ofAuto()).status());
        }
    }

    /** Cancels by such an operation. */
    void cancelInPassing() {
        if (witness != null) {
            cancel(AsyncOperation.share(witness, Arena.ofAuto()));
        }
    }

    /** The status of an operation whose cancel had that outcome. */
    private static AsyncStatus implied(CancelOutcome outcome) {
        if (outcome instanceof CancelOutcome.AlreadyFinished) {
            return new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED);
        }
        return outcome instanceof CancelOutcome.AlreadyFailed failed
                ? new AsyncStatus.Failed(failed.error())
                : new AsyncStatus.Cancelled();
    }

    /** A caller was told a status; all who are told a terminal one are told the same. */
    void seen(AsyncStatus status) {
        if (status.isTerminal()) {
            AsyncStatus first = terminal.compareAndExchange(null, status);
            assertThat(first == null ? status : first).isEqualTo(status);
        }
    }

    /** Makes sure that it is over before it is closed: still open after the cancel, it was not the close that cancelled. */
    void finishOff() {
        cancel();
        seen(operation.status());
        overBeforeClose = true;
    }

    private void compare() {
        int told = cancelledNow.get();
        assertThat(told).as("callers that were told CancelledNow").isLessThanOrEqualTo(1);
        assertThat(told + ended.get()).as("ends").isLessThanOrEqualTo(1);
        if (overBeforeClose) {
            assertThat(told + ended.get()).as("ends before the close").isEqualTo(1);
        }
        if (witness != null) {
            compareWithServer(witness, told);
        }
    }

    private void compareWithServer(MemorySegment witness, int told) {
        // A close by the arena may still be on its way to its Cancel.
        eventually("an adopted operation that was closed is not pending", () -> statusOf(witness) != pending());
        int status = statusOf(witness);
        int unused = UnknownSlots.release(witness);
        AsyncStatus heard = terminal.get();
        if (status == CANCELLED) {
            // Either a caller was told so, or it was the close.
            assertThat(ended).hasValue(0);
            assertThat(told == 1 || !overBeforeClose).isTrue();
            assertThat(heard == null || heard instanceof AsyncStatus.Cancelled).isTrue();
        } else {
            assertThat(ended).hasValue(1);
            assertThat(told).isZero();
            AsyncStatus expected = status == FINISHED
                    ? new AsyncStatus.Finished(HResult.of(status))
                    : new AsyncStatus.Failed(HResult.of(status));
            assertThat(heard == null ? expected : heard).isEqualTo(expected);
        }
    }

    private static int pending() {
        return HResult.VSS_S_ASYNC_PENDING.value();
    }

    private static int statusOf(MemorySegment pointer) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_INT);
            assertThat(AsyncSlots.queryStatus(pointer, out)).isZero();
            return out.get(JAVA_INT, 0);
        }
    }
}
