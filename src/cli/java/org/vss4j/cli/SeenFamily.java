package org.vss4j.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A program's family where the system does not keep it together: all who have been seen below this process. One whose
 * parent ends before it is looked for is not found.
 */
final class SeenFamily implements Family {
    private final Set<ProcessHandle> strangers = below(ProcessHandle.current());
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();

    private static Set<ProcessHandle> below(ProcessHandle process) {
        Set<ProcessHandle> below = new LinkedHashSet<>();
        process.descendants().forEach(below::add);
        return below;
    }

    @Override
    public void look() {
        List<ProcessHandle> unused = members();
    }

    @Override
    public List<ProcessHandle> members() {
        Set<ProcessHandle> found = below(ProcessHandle.current());
        List.copyOf(seen).forEach(member -> found.addAll(below(member)));
        found.removeAll(strangers);
        seen.addAll(found);
        seen.removeIf(member -> !member.isAlive());
        return List.copyOf(seen);
    }
}
