package org.vss4j.benchmark;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.vss4j.AsyncOperation;
import org.vss4j.HResult;

/** An operation's life: adopted and closed, with Cancel and Release of a pending one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LifetimeBenchmark {
    private final MemorySegment pending = NativeObjects.trivial(HResult.VSS_S_ASYNC_PENDING);
    private Arena shared = Arena.ofShared();

    @Setup(Level.Iteration)
    public void open() {
        shared = Arena.ofShared();
    }

    @TearDown(Level.Iteration)
    public void close() {
        shared.close();
    }

    @Benchmark
    public void adoptAndCloseConfined() {
        try (Arena arena = Arena.ofConfined()) {
            AsyncOperation operation = AsyncOperation.adopt(pending, arena);
            operation.close();
        }
    }

    @Benchmark
    public void adoptAndCloseShared() {
        AsyncOperation operation = AsyncOperation.adopt(pending, shared);
        operation.close();
    }
}
