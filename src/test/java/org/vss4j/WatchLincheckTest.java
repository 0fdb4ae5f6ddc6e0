package org.vss4j;

import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vss4j.concurrency.LincheckScale;

/**
 * Who joins the list of a watch and does not leave it is told the end, once, whatever else is done to the list meanwhile; and
 * nobody is told twice. To close is to end and to tell, which others see between, so that there is no order of whole calls to
 * hold it against.
 */
@Tag(LincheckScale.TAG)
class WatchLincheckTest {
    private static final int WAITERS = 3;

    /** Of an operation that is never called. */
    private static final AsyncReference REFERENCE =
            new AsyncReference(MemorySegment.ofAddress(Long.BYTES), AsyncReference.AtClose.LEAVE_RUNNING);

    @Test
    void whoStaysIsToldOnce_inEveryInterleavingThatIsTried() {
        LincheckScale.modelChecking(8, 500).verifier(EpsilonVerifier.class).check(List.class);
    }

    @Test
    void whoStaysIsToldOnce_inEveryRace() {
        LincheckScale.stress(8, 1_000).verifier(EpsilonVerifier.class).check(List.class);
    }

    /** One who waits, and whom memory is missing for when it is told first. */
    private static final class Told extends Waiter {
        private boolean joined;
        private boolean left;
        private boolean failed;
        private int told;

        @Override
        synchronized void tell() {
            if (!failed) {
                failed = true;
                throw new OutOfMemoryError("thrown by a test");
            }
            told++;
        }

        @Override
        protected void run() {
            tell();
        }

        synchronized boolean mayJoin() {
            boolean first = !joined;
            joined = true;
            return first;
        }

        synchronized void refused() {
            left = true;
        }

        synchronized void check() {
            if (told > 1) {
                throw new AssertionError("told " + told + " times");
            }
            if (joined && !left && told == 0) {
                throw new AssertionError("not told");
            }
        }
    }

    @Param(name = "waiter", gen = IntGen.class, conf = "0:2")
    public static final class List {
        private final Watch watch = new Watch(REFERENCE);
        private final Told[] waiters =
                IntStream.range(0, WAITERS).mapToObj(i -> new Told()).toArray(Told[]::new);

        @Operation
        public void join(@Param(name = "waiter") int number) {
            Told waiter = waiters[number];
            if (waiter.mayJoin() && !watch.add(waiter)) {
                waiter.refused();
            }
        }

        @Operation
        public void leave(@Param(name = "waiter") int number) {
            waiters[number].refused();
            waiters[number].leave();
        }

        @Operation
        public void close() {
            watch.close();
        }

        @Validate
        public void whoStaysIsToldOnce() {
            // As often as telling may fail.
            for (int i = 0; i <= WAITERS; i++) {
                watch.close();
            }
            for (Told waiter : waiters) {
                waiter.check();
            }
        }
    }
}
