package org.vss4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The processes of Linux that live, as its folder {@code /proc} has them at one time. */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    /** Where in a process's line of numbers, behind its name, something is. */
    private static final int STATE = 0;

    private static final int PARENT = 1;
    private static final int START = 19;

    /** A process that lives; another that gets its id later has begun at another time. */
    record Entry(long id, long start) {}

    private final Map<Long, List<Entry>> children = new HashMap<>();

    private ProcessTable() {}

    static ProcessTable read() {
        ProcessTable table = new ProcessTable();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            processes.forEach(table::add);
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    /** What a process has started, and adopted. */
    List<Entry> children(long parent) {
        return children.getOrDefault(parent, List.of());
    }

    private void add(Path process) {
        String line;
        try {
            line = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // It has ended meanwhile.
            return;
        }
        // The name is in parentheses, and may be anything.
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        if (isAlive(fields[STATE])) {
            Entry entry = new Entry(Long.parseLong(process.getFileName().toString()), Long.parseLong(fields[START]));
            children.computeIfAbsent(Long.parseLong(fields[PARENT]), id -> new ArrayList<>())
                    .add(entry);
        }
    }

    /** One that has ended is kept until its parent has taken note of it. */
    private static boolean isAlive(String state) {
        return !state.equals("Z") && !state.equals("X");
    }
}
