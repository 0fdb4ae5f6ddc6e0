package org.vss4j.concurrency.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.vss4j.internal.com.Gate;

/**
 * The gate's promises, one test for each. What is written and read beside the gate is plain on purpose. Two threads do it,
 * but in one test: jcstress leaves out, without a word, a test that has more threads than the machine has processors.
 */
public final class GateStress {
    private GateStress() {}

    /** A gate that counts how often lastOut ran, and keeps what that saw. */
    abstract static class ObservedGate extends Gate {
        int first;
        int second;
        private int lastOuts;
        private int seenFirst;
        private int seenSecond;

        @Override
        protected void lastOut() {
            lastOuts++;
            seenFirst = first;
            seenSecond = second;
        }

        void enter() {
            if (!tryEnter()) {
                throw new AssertionError("an open gate let nobody in");
            }
        }

        int close() {
            if (!tryClose()) {
                return 0;
            }
            leave();
            return 1;
        }

        /** Returns 0: refused; 1: was inside; 2: was inside after lastOut. */
        int call() {
            if (!tryEnter()) {
                return 0;
            }
            int inside = lastOuts == 0 ? 1 : 2;
            leave();
            return inside;
        }

        int lastOuts() {
            return lastOuts;
        }

        void writeTo(III_Result result) {
            result.r1 = lastOuts;
            result.r2 = seenFirst;
            result.r3 = seenSecond;
        }
    }

    @JCStressTest
    @Outcome(
            id = "1, 1, 1",
            expect = ACCEPTABLE,
            desc = "lastOut ran once and saw what the caller and the closer wrote")
    @Outcome(expect = FORBIDDEN, desc = "lastOut missed a write, or did not run once")
    @State
    public static class ACallAndTheCloserLeave extends ObservedGate {
        public ACallAndTheCloserLeave() {
            enter();
        }

        @Actor
        public void call1() {
            first = 1;
            leave();
        }

        @Actor
        public void closer() {
            if (tryClose()) {
                second = 1;
                leave();
            }
        }

        @Arbiter
        public void result(III_Result result) {
            writeTo(result);
        }
    }

    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "lastOut ran once and saw what both callers wrote")
    @Outcome(expect = FORBIDDEN, desc = "lastOut missed a write, or did not run once")
    @State
    public static class TwoCallsLeaveAClosedGate extends ObservedGate {
        public TwoCallsLeaveAClosedGate() {
            enter();
            enter();
            close();
        }

        @Actor
        public void call1() {
            first = 1;
            leave();
        }

        @Actor
        public void call2() {
            second = 1;
            leave();
        }

        @Arbiter
        public void result(III_Result result) {
            writeTo(result);
        }
    }

    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "lastOut ran once and saw what both callers wrote")
    @Outcome(expect = FORBIDDEN, desc = "lastOut missed a write, or did not run once")
    @State
    public static class TwoCallsAndTheCloserLeave extends ObservedGate {
        public TwoCallsAndTheCloserLeave() {
            enter();
            enter();
        }

        @Actor
        public void call1() {
            first = 1;
            leave();
        }

        @Actor
        public void call2() {
            second = 1;
            leave();
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void result(III_Result result) {
            writeTo(result);
        }
    }

    @JCStressTest
    @Outcome(
            id = {"0, 0, 1", "1, 0, 1", "1, 1, 1"},
            expect = ACCEPTABLE,
            desc = "each call was refused, or was inside before lastOut; none came after a refused one")
    @Outcome(expect = FORBIDDEN, desc = "a call was inside after lastOut, or lastOut did not run once")
    @State
    public static class NobodyIsInsideAfterLastOut extends ObservedGate {
        @Actor
        public void calls(III_Result result) {
            result.r1 = call();
            result.r2 = call();
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void result(III_Result result) {
            result.r3 = lastOuts();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 1, 0, 1", expect = ACCEPTABLE, desc = "let in before the close, and then the last one out")
    @Outcome(id = "0, 1, 1, 1", expect = ACCEPTABLE, desc = "refused, and the closer was the last one out")
    @Outcome(expect = FORBIDDEN, desc = "let in by a gate that had nobody to wait for, or forgotten by it")
    @State
    public static class EnterOrClose extends ObservedGate {
        @Actor
        public void caller(IIII_Result result) {
            result.r1 = tryEnter() ? 1 : 0;
        }

        @Actor
        public void closer(IIII_Result result) {
            result.r2 = close();
        }

        @Arbiter
        public void result(IIII_Result result) {
            result.r3 = lastOuts();
            if (result.r1 == 1) {
                leave();
            }
            result.r4 = lastOuts();
        }
    }

    @JCStressTest
    @Outcome(
            id = {"1, 0, 1", "0, 1, 1"},
            expect = ACCEPTABLE,
            desc = "one closer, one lastOut")
    @Outcome(expect = FORBIDDEN, desc = "not one closer, or not one lastOut")
    @State
    public static class TwoClosers extends ObservedGate {
        @Actor
        public void closer1(III_Result result) {
            result.r1 = close();
        }

        @Actor
        public void closer2(III_Result result) {
            result.r2 = close();
        }

        @Arbiter
        public void result(III_Result result) {
            result.r3 = lastOuts();
        }
    }
}
