package org.vss4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vss4j.cli.output.Progress;
import org.vss4j.cli.output.Report;
import org.vss4j.internal.files.PathText;

/** What of files was not kept, though they were copied: in the simulator's copy, or in TARGET. Safe for use by many threads. */
final class NotKept {
    private static final int NAMED = 1_000;

    private final List<Map<String, @Nullable Object>> named = new ArrayList<>();
    private long count;

    /** Notes something, and says it while it is among the first. */
    synchronized void add(Path path, String what, @Nullable Progress progress) {
        count++;
        if (named.size() < NAMED) {
            String text = PathText.of(path);
            named.add(Map.of("path", text, "what", what));
            if (progress != null) {
                progress.message("copied, but not all of it is kept: " + text + ": " + what);
            }
        }
    }

    synchronized void describe(Report report) {
        report.field("notKept", List.copyOf(named)).field("notKeptCount", count);
    }
}
