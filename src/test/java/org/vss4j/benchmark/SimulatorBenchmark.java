package org.vss4j.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.vss4j.simulator.SimulatedOperations;

/** The simulator's operations: making one and letting it go, and the way from Java through COM to Java. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SimulatorBenchmark {
    private final SimulatedOperations operations = new SimulatedOperations();
    private final FfmPeer ffm = new FfmPeer(operations.begin());
    private final FfmPeer upcall = new FfmPeer(UpcallPeer.object());

    @Benchmark
    public int makeAndRelease() {
        return operations.beginAndRelease();
    }

    @Benchmark
    public int roundTrip() {
        return ffm.status();
    }

    @Benchmark
    public int upcallFfm() {
        return upcall.status();
    }
}
