package org.vss4j.simulator;

import java.util.List;
import org.vss4j.HResult;

/**
 * A call that the simulator got. Its text is the method and the result alone.
 *
 * @param session the object that was called: a number from 1, in the order in which they were made; 0 if it was none
 * @param method the method
 * @param arguments what was given to it, in the order of its parameters: ids as {@link java.util.UUID}, numbers as
 *     {@link Integer}, {@link Boolean}, {@link String}, lists of ids as {@link List}; NULL for a text is the empty text, and
 *     what the method gives out has no place here
 * @param result what it returned; how an operation that it began has ended is not part of it
 */
public record VssCall(int session, VssMethod method, List<Object> arguments, HResult result) {
    /** Copies the list. */
    public VssCall {
        arguments = List.copyOf(arguments);
    }

    @Override
    public String toString() {
        return method.microsoftName() + ": " + result.name();
    }
}
