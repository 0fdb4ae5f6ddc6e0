package org.vss4j.exhaustion;

import java.util.function.BooleanSupplier;
import org.vss4j.testing.Eventually;

/** Waiting for what must come about; so long that only a defect reaches the end. */
final class Patience {
    private Patience() {}

    /** Waits until a condition holds, or else does something. */
    static void until(BooleanSupplier holds, Runnable otherwise) {
        try {
            Eventually.eventually("", holds::getAsBoolean);
        } catch (AssertionError e) {
            otherwise.run();
        }
    }
}
