package org.vss4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vss4j.cli.output.Progress;
import org.vss4j.cli.output.Report;
import org.vss4j.internal.files.PathText;

/** What could not be read, and so is not in a copy. Not safe for use by many threads. */
final class Unreadable {
    private static final int NAMED = 1_000;

    private final List<Map<String, @Nullable Object>> named = new ArrayList<>();
    private final List<Path> paths = new ArrayList<>();
    private final Progress progress;
    private long count;

    Unreadable(Progress progress) {
        this.progress = progress;
    }

    /** Takes note of what is missing from a shadow copy already, and names the first of it. */
    void addMissingFrom(Service service) {
        service.unreadable().forEach(it -> name(it.path(), it.reason()));
        count = service.unreadableCount();
    }

    void add(Path path, String reason) {
        name(path, reason);
        count++;
    }

    private void name(Path path, String reason) {
        if (named.size() < NAMED) {
            String text = PathText.of(path);
            paths.add(path);
            named.add(Map.of("path", text, "reason", reason));
            progress.message("not copied: " + text + ": " + reason);
        }
    }

    /** The live paths of those that are named. */
    List<Path> paths() {
        return List.copyOf(paths);
    }

    long count() {
        return count;
    }

    void describe(Report report) {
        report.field("unreadable", List.copyOf(named)).field("unreadableCount", count);
    }
}
