package org.vss4j.model;

import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** The collector of this process, made to work. */
final class Garbage {
    /** More than one: what a collection finds is cleaned up by a thread that works in no order. */
    private static final int ROUNDS = 2;

    private Garbage() {}

    /** Collects until what was unreachable before has been cleaned up. */
    static void collect() {
        for (int i = 0; i < ROUNDS; i++) {
            AtomicBoolean cleaned = new AtomicBoolean();
            leave(cleaned);
            collectUntil("what nobody holds is cleaned up", cleaned::get);
        }
    }

    private static void leave(AtomicBoolean cleaned) {
        MemorySegment unused = MemorySegment.NULL.reinterpret(0, Arena.ofAuto(), ignored -> cleaned.set(true));
    }

    /** Collects until a condition holds; fails, naming it, if it does not come to hold. */
    static void collectUntil(String condition, BooleanSupplier holds) {
        eventually(condition, () -> {
            System.gc();
            return holds.getAsBoolean();
        });
    }
}
