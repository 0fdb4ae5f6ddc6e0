package org.vss4j.benchmark;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.CancelOutcome;
import org.vss4j.HResult;
import org.vss4j.internal.com.slots.AsyncSlots;

/** One QueryStatus of a pending operation, and one Cancel of a cancelled one; the object is reached on every call. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {
    private static final int CALLS_IN_C = 1000;

    private final MemorySegment pending = object(HResult.VSS_S_ASYNC_PENDING);
    private final MemorySegment cancelled = object(HResult.VSS_S_ASYNC_CANCELLED);
    private final MemorySegment holder = Arena.global().allocateFrom(ValueLayout.ADDRESS, pending);
    private final MemorySegment out = Arena.global().allocate(ValueLayout.JAVA_INT);
    private final FfmPeer ffmPending = new FfmPeer(pending);
    private final FfmPeer ffmCancelled = new FfmPeer(cancelled);
    private final JnaPeer jnaPending = new JnaPeer(pending.address());
    private final JnaPeer jnaCancelled = new JnaPeer(cancelled.address());
    private final long pendingAddress = pending.address();
    private final long cancelledAddress = cancelled.address();
    private final AsyncOperation pendingOperation = AsyncOperation.adopt(pending, Arena.ofAuto());
    private final AsyncOperation cancelledOperation = AsyncOperation.adopt(cancelled, Arena.ofAuto());

    private static MemorySegment object(HResult status) {
        // Its first word, the address of its vtable, is what the slots read.
        return NativeObjects.trivial(status).reinterpret(ValueLayout.ADDRESS.byteSize());
    }

    @Benchmark
    @OperationsPerInvocation(CALLS_IN_C)
    public int statusInC() {
        return NativeObjects.loop(holder, CALLS_IN_C);
    }

    @Benchmark
    public int statusFfm() {
        return ffmPending.status();
    }

    @Benchmark
    public int statusBinding() {
        int result = AsyncSlots.queryStatus(pending, out);
        return result < 0 ? result : out.get(ValueLayout.JAVA_INT, 0);
    }

    @Benchmark
    public AsyncStatus status() {
        return pendingOperation.status();
    }

    @Benchmark
    public long statusJni() {
        return JniPeer.queryStatus(pendingAddress);
    }

    @Benchmark
    public int statusJna() {
        return jnaPending.status();
    }

    @Benchmark
    public int statusJnaDirect() {
        return jnaPending.directStatus();
    }

    @Benchmark
    public int cancelFfm() {
        return ffmCancelled.cancel();
    }

    @Benchmark
    public CancelOutcome cancel() {
        return cancelledOperation.cancel();
    }

    @Benchmark
    public int cancelJni() {
        return JniPeer.cancel(cancelledAddress);
    }

    @Benchmark
    public int cancelJna() {
        return jnaCancelled.cancel();
    }

    @Benchmark
    public int cancelJnaDirect() {
        return jnaCancelled.directCancel();
    }

    @Benchmark
    @Threads(2)
    public AsyncStatus statusOfTwoThreads() {
        return pendingOperation.status();
    }
}
