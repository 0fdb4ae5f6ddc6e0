package org.vss4j.cli;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vss4j.internal.posix.Processes;

/** A program's family on Linux, whose orphans this process adopts. */
final class AdoptedFamily implements Family {
    private static final int PR_SET_CHILD_SUBREAPER = 36;

    /** Children of this process that are none of the program's. */
    private final Set<ProcessTable.Entry> strangers = new HashSet<>();

    private AdoptedFamily() {}

    /** From here on a process below this one becomes its child when its parent ends. */
    static Family adopt() throws IOException {
        int unused = Processes.prctl(PR_SET_CHILD_SUBREAPER, 1);
        AdoptedFamily family = new AdoptedFamily();
        family.strangers.addAll(family.living());
        return family;
    }

    @Override
    public List<ProcessHandle> members() {
        return living().stream()
                .flatMap(entry -> ProcessHandle.of(entry.id()).stream())
                .toList();
    }

    /** All below this process, but for strangers and what is below them. */
    private List<ProcessTable.Entry> living() {
        ProcessTable table = ProcessTable.read();
        List<ProcessTable.Entry> found = new ArrayList<>();
        Deque<Long> parents = new ArrayDeque<>(List.of(ProcessHandle.current().pid()));
        while (!parents.isEmpty()) {
            for (ProcessTable.Entry child : table.children(parents.remove())) {
                if (!strangers.contains(child)) {
                    found.add(child);
                    parents.add(child.id());
                }
            }
        }
        return found;
    }
}
