package org.vss4j.simulator;

import java.util.function.Supplier;
import org.vss4j.HResult;

/** How an object makes a call: under its lock, and unless a fault or the sequence is against it. */
interface Caller {
    /**
     * Makes a call.
     *
     * @param body does what the method does
     * @param arguments what was given to the method, for the list of calls
     * @return the HRESULT
     */
    int call(VssMethod method, Supplier<HResult> body, Object... arguments);
}
