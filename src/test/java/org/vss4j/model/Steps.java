package org.vss4j.model;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;
import org.vss4j.HResult;

/** The steps that sequences are made of. Those that end the operation are rare, since only the first of them does. */
final class Steps {
    private static final int MAX_STEPS = 40;
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration WITHOUT_END = Duration.ofSeconds(Long.MAX_VALUE);

    private static final Arbitrary<Integer> HANDLES = Arbitraries.integers().between(0, Lockstep.MAX_HANDLES - 1);
    private static final Arbitrary<ThreadKind> THREADS = Arbitraries.of(ThreadKind.class);
    private static final Arbitrary<Duration> SHORT =
            Arbitraries.integers().between(1, 5).map(Duration::ofMillis);
    private static final Arbitrary<Duration> DELAYS =
            Arbitraries.integers().between(0, 20).map(tenths -> Duration.ofNanos(tenths * 100_000L));

    private Steps() {}

    /** A step on one handle. */
    @FunctionalInterface
    private interface HandleStep {
        void take(Lockstep lockstep, int handle) throws Exception;
    }

    /** A step on one handle by a thread of its own. */
    @FunctionalInterface
    private interface WaitStep {
        void take(Lockstep lockstep, int handle, Duration time, ThreadKind thread) throws Exception;
    }

    /** A step on one handle, during which another thread ends the operation. */
    @FunctionalInterface
    private interface RaceStep {
        void take(Lockstep lockstep, int handle, Duration time, ThreadKind thread, Duration delay, int code)
                throws Exception;
    }

    /** Adds a handle; possible while there is one to add to. */
    private record Share(String name, BiConsumer<Lockstep, Lockstep.Confinement> how)
            implements Action.Independent<Lockstep> {
        @Override
        public boolean precondition(Lockstep lockstep) {
            return lockstep.canShare();
        }

        @Override
        public Arbitrary<Transformer<Lockstep>> transformer() {
            return Arbitraries.of(Lockstep.Confinement.class)
                    .map(arena -> Steps.step(name + " " + arena, (it, unused) -> how.accept(it, arena), 0));
        }
    }

    /** Sequences of up to {@value #MAX_STEPS} steps. */
    static ActionChainArbitrary<Lockstep> sequences(Supplier<Lockstep> start) {
        ActionChainArbitrary<Lockstep> none = ActionChain.startWith(start);
        return ending(waiting(handling(none))).withMaxTransformations(MAX_STEPS);
    }

    /** Handles come and go. */
    private static ActionChainArbitrary<Lockstep> handling(ActionChainArbitrary<Lockstep> steps) {
        return steps.withAction(5, new Share("share, arena", Lockstep::share))
                .withAction(1, new Share("share into a closed arena,", Lockstep::shareIntoAClosedArena))
                .withAction(2, on("close", Lockstep::close))
                .withAction(2, on("close the arena of", Lockstep::closeArena))
                .withAction(4, on("status of", Lockstep::status));
    }

    /** Waits that end nothing. */
    private static ActionChainArbitrary<Lockstep> waiting(ActionChainArbitrary<Lockstep> steps) {
        return steps.withAction(2, waitOn("await", just(Duration.ZERO), Lockstep::await))
                .withAction(1, waitOn("await", SHORT, Lockstep::await))
                .withAction(2, waitOn("await, interrupted,", anyTime(), Lockstep::awaitInterrupted))
                .withAction(3, waitOn("start to await", just(WITHOUT_END), Lockstep::startToAwait))
                .withAction(1, on("interrupt who awaits", Lockstep::interruptWaiters))
                .withAction(4, on("completion of", Lockstep::completion))
                .withAction(1, on("complete by hand a completion of", Lockstep::completeByHand))
                .withAction(2, on("expect what is due of", Lockstep::expectLaters));
    }

    /** What ends the operation, if it has not ended. */
    private static ActionChainArbitrary<Lockstep> ending(ActionChainArbitrary<Lockstep> steps) {
        return steps.withAction(1, end())
                .withAction(1, on("cancel", Lockstep::cancel))
                .withAction(1, on("cancel a completion of", Lockstep::cancelCompletion))
                .withAction(1, waitOn("awaitOrCancel", just(Duration.ZERO), Lockstep::awaitOrCancel))
                .withAction(1, waitOn("awaitOrCancel", SHORT, Lockstep::awaitOrCancel))
                .withAction(1, waitOn("awaitOrCancel, interrupted,", anyTime(), Lockstep::awaitOrCancelInterrupted))
                .withAction(1, race("await", Arbitraries.of(LONG, WITHOUT_END), Lockstep::awaitEnd))
                .withAction(1, race("awaitOrCancel", SHORT, Lockstep::awaitOrCancelAgainstAnEnd));
    }

    private static Action.Independent<Lockstep> end() {
        return () -> ends().map(code -> step("end " + hex(code), (it, unused) -> it.end(code), 0));
    }

    private static Action.Independent<Lockstep> on(String name, HandleStep step) {
        return () -> HANDLES.map(handle -> step(name + " " + handle, step, handle));
    }

    private static Action.Independent<Lockstep> waitOn(String name, Arbitrary<Duration> times, WaitStep step) {
        return () -> Combinators.combine(HANDLES, times, THREADS)
                .as((handle, time, thread) -> step(
                        "%s %d for %s on a %s thread".formatted(name, handle, time, thread),
                        (it, h) -> step.take(it, h, time, thread),
                        handle));
    }

    private static Action.Independent<Lockstep> race(String name, Arbitrary<Duration> times, RaceStep step) {
        return () -> Combinators.combine(HANDLES, times, THREADS, DELAYS, ends())
                .as((handle, time, thread, delay, code) -> step(
                        "%s %d for %s on a %s thread, end %s after %s"
                                .formatted(name, handle, time, thread, hex(code), delay),
                        (it, h) -> step.take(it, h, time, thread, delay, code),
                        handle));
    }

    /** One step, after which the operation and its model have to agree. */
    private static Transformer<Lockstep> step(String name, HandleStep step, int handle) {
        return Transformer.mutate(name, lockstep -> {
            try {
                step.take(lockstep, handle);
            } catch (Exception e) {
                throw new AssertionError(name, e);
            }
            lockstep.check();
        });
    }

    private static Arbitrary<Duration> just(Duration time) {
        return Arbitraries.just(time);
    }

    private static Arbitrary<Duration> anyTime() {
        return Arbitraries.of(Duration.ZERO, LONG, WITHOUT_END);
    }

    /** The codes that an operation can end with by itself: errors, known and unknown, and success codes. */
    static Arbitrary<Integer> ends() {
        return Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(AsyncModel.FINISHED)),
                Tuple.of(1, otherSuccesses()),
                Tuple.of(2, Arbitraries.of(knownErrors())),
                Tuple.of(1, Arbitraries.integers().lessOrEqual(-1)));
    }

    private static Arbitrary<Integer> otherSuccesses() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 0xFFFF),
                        Arbitraries.integers().between(0x0004_2300, 0x0004_23FF))
                .filter(code -> code != AsyncModel.PENDING && code != AsyncModel.CANCELLED);
    }

    private static List<Integer> knownErrors() {
        return Arrays.stream(HResult.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == HResult.class)
                .map(Steps::value)
                .filter(code -> code < 0)
                .toList();
    }

    private static int value(Field constant) {
        try {
            return ((HResult) constant.get(null)).value();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(int code) {
        return HResult.of(code).hex();
    }
}
