package org.vss4j.simulator;

import java.util.ArrayList;
import java.util.List;
import org.vss4j.HResult;

/** The first calls that a simulator got, in their order. Safe for use by many threads. */
final class CallLog {
    private static final int KEPT = 10_000;

    private final List<VssCall> calls = new ArrayList<>();
    private int sessions;

    /** The number of the next object. */
    synchronized int nextSession() {
        return ++sessions;
    }

    /** Takes note of a call, and returns its result as a number. */
    synchronized int note(int session, VssMethod method, List<Object> arguments, HResult result) {
        if (calls.size() < KEPT) {
            calls.add(new VssCall(session, method, arguments, result));
        }
        return result.value();
    }

    synchronized List<VssCall> calls() {
        return List.copyOf(calls);
    }
}
