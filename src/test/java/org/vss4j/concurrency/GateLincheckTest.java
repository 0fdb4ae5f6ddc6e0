package org.vss4j.concurrency;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vss4j.internal.com.Gate;

/**
 * A gate is linearizable: whatever its callers do at once has the results that it would have one after the other, and
 * {@code lastOut} runs in that leave which finds the gate closed and nobody else inside. The sequential gate that it is
 * held against shares no code with it.
 */
@Tag(LincheckScale.TAG)
class GateLincheckTest {

    @Test
    void everyInterleavingThatIsTried_hasTheResultsOfSomeOrder() {
        LincheckScale.modelChecking(12, 1_000)
                .sequentialSpecification(SequentialGate.class)
                .checkObstructionFreedom(true)
                .check(ConcurrentGate.class);
    }

    @Test
    void everyRaceThatTheMachineMakes_hasTheResultsOfSomeOrder() {
        LincheckScale.stress(15, 2_000)
                .sequentialSpecification(SequentialGate.class)
                .check(ConcurrentGate.class);
    }

    /** What callers do to a gate. A thread leaves only as often as it was let in or has closed. */
    abstract static class Callers {
        /** How often each thread is inside; a thread touches its own element only. */
        private final int[] inside = new int[16];

        abstract boolean letIn();

        abstract boolean shut();

        /** Lets out; returns whether that was the last one. */
        abstract boolean letOut();

        abstract boolean closed();

        /** Whether the last one is out. */
        abstract boolean gone();

        @Operation
        public boolean tryEnter(@Param(gen = ThreadIdGen.class) int thread) {
            return count(thread, letIn());
        }

        @Operation
        public boolean tryClose(@Param(gen = ThreadIdGen.class) int thread) {
            return count(thread, shut());
        }

        @Operation
        public String leave(@Param(gen = ThreadIdGen.class) int thread) {
            if (inside[thread] == 0) {
                return "not inside";
            }
            inside[thread]--;
            return letOut() ? "last out" : "out";
        }

        /** Uses what the gate protects. */
        @Operation
        public String use(@Param(gen = ThreadIdGen.class) int thread) {
            if (inside[thread] == 0) {
                return "not inside";
            }
            return gone() ? "gone" : "there";
        }

        @Operation
        public boolean isClosed() {
            return closed();
        }

        private boolean count(int thread, boolean counted) {
            if (counted) {
                inside[thread]++;
            }
            return counted;
        }

        final int allInside() {
            int sum = 0;
            for (int calls : inside) {
                sum += calls;
            }
            return sum;
        }
    }

    public static final class ConcurrentGate extends Callers {
        private final ObservedGate gate = new ObservedGate();

        @Override
        boolean letIn() {
            return gate.tryEnter();
        }

        @Override
        boolean shut() {
            return gate.tryClose();
        }

        @Override
        boolean letOut() {
            Thread me = Thread.currentThread();
            gate.leave();
            return gate.lastOutBy == me;
        }

        @Override
        boolean closed() {
            return gate.isClosed();
        }

        @Override
        boolean gone() {
            return gate.lastOuts.get() > 0;
        }

        /** The last one is out exactly once, and not before the gate is closed and empty. */
        @Validate
        public void validate() {
            int expected = gate.isClosed() && allInside() == 0 ? 1 : 0;
            if (gate.lastOuts.get() != expected) {
                throw new AssertionError("lastOut ran " + gate.lastOuts + " times, not " + expected);
            }
        }
    }

    private static final class ObservedGate extends Gate {
        final AtomicInteger lastOuts = new AtomicInteger();
        volatile @Nullable Thread lastOutBy;

        @Override
        protected void lastOut() {
            lastOutBy = Thread.currentThread();
            lastOuts.incrementAndGet();
        }
    }

    public static final class SequentialGate extends Callers {
        private int calls;
        private boolean closed;

        @Override
        boolean letIn() {
            if (!closed) {
                calls++;
            }
            return !closed;
        }

        @Override
        boolean shut() {
            boolean first = !closed;
            if (first) {
                calls++;
                closed = true;
            }
            return first;
        }

        @Override
        boolean letOut() {
            calls--;
            return gone();
        }

        @Override
        boolean closed() {
            return closed;
        }

        @Override
        boolean gone() {
            return closed && calls == 0;
        }
    }
}
