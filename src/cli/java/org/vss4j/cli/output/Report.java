package org.vss4j.cli.output;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.PathText;

/**
 * What a command has to say at its end: lines for people, and fields for programs. Safe for use by many
 * threads: another may report for a command that does not return.
 */
public final class Report {
    /** The version of the format for programs: raised when a field changes its meaning or goes. */
    private static final int SCHEMA = 1;

    private final long start = System.nanoTime();
    private final String command;
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final Set<String> left = new LinkedHashSet<>();
    private final Set<Because> because = EnumSet.noneOf(Because.class);
    private Outcome outcome = Outcome.DONE;
    private @Nullable Integer exitCode;
    private @Nullable Problem error;

    public Report(String command) {
        this.command = command;
    }

    public synchronized Report field(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    /** Adds a line; whatever names are in it, it stays one. */
    public synchronized Report line(String line) {
        lines.add(PathText.oneLine(line));
        return this;
    }

    public synchronized Report outcome(Outcome newOutcome) {
        outcome = newOutcome;
        return this;
    }

    /** What was done is not all that was asked for: a command that would be done is partial. */
    public synchronized Report because(Because reason) {
        because.add(reason);
        return field("because", List.copyOf(because));
    }

    /**
     * Something stays that should have gone: a command that would be done is partial.
     *
     * @param line what it is, why it stays, and who removes it when, or what to do
     */
    public synchronized Report left(String line) {
        left.add(PathText.oneLine(line));
        return because(Because.LEFTOVER).field("left", List.copyOf(left));
    }

    /** The lines about what stays. */
    public synchronized List<String> left() {
        return List.copyOf(left);
    }

    private Outcome outcome() {
        return outcome == Outcome.DONE && !because.isEmpty() ? Outcome.PARTIAL : outcome;
    }

    public synchronized Report failed(Outcome newOutcome, Problem problem) {
        outcome = newOutcome;
        error = problem;
        return this;
    }

    /** The exit code of another program that did not end well, which is passed on. */
    public synchronized Report exitCode(int passedOn) {
        exitCode = passedOn;
        return this;
    }

    public synchronized int exitCode() {
        return exitCode == null ? outcome().exitCode() : exitCode;
    }

    @Nullable
    public synchronized Problem error() {
        return error;
    }

    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    public synchronized String json() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("schema", SCHEMA);
        all.put("command", command);
        all.put("outcome", outcome().word());
        all.putAll(fields);
        all.put("elapsedMillis", (System.nanoTime() - start) / 1_000_000);
        all.put("error", error == null ? null : error.fields());
        return Json.of(all);
    }
}
