package org.vss4j.simulator;

import org.vss4j.HResult;

/**
 * A call that the simulator got.
 *
 * @param method the method
 * @param result what it returned; how an operation that it began has ended is not part of it
 */
public record VssCall(VssMethod method, HResult result) {
    @Override
    public String toString() {
        return method.microsoftName() + ": " + result.name();
    }
}
