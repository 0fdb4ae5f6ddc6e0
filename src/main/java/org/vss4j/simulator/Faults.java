package org.vss4j.simulator;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes wrong with the methods of a simulator, and how often each has been called. Safe for use by many threads. */
final class Faults {
    private record Planned(WhichCalls calls, Fault fault) {}

    private final Map<VssMethod, List<Planned>> planned = new EnumMap<>(VssMethod.class);
    private final Map<VssMethod, Integer> called = new EnumMap<>(VssMethod.class);

    synchronized void add(VssMethod method, WhichCalls calls, Fault fault) {
        planned.computeIfAbsent(method, unused -> new ArrayList<>()).add(new Planned(calls, fault));
    }

    /** Counts a call; returns what goes wrong with it, which is what was planned last for it, or null. */
    synchronized @Nullable Fault ofNextCall(VssMethod method) {
        int number = called.merge(method, 1, Integer::sum);
        return planned.getOrDefault(method, List.of()).reversed().stream()
                .filter(each -> each.calls().has(number))
                .findFirst()
                .map(Planned::fault)
                .orElse(null);
    }

    /** The same plan, of which no method has been called yet. */
    synchronized Faults afresh() {
        Faults copy = new Faults();
        planned.forEach((method, list) -> list.forEach(each -> copy.add(method, each.calls(), each.fault())));
        return copy;
    }
}
