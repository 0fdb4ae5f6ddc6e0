package org.vss4j.simulator;

import static java.lang.System.Logger.Level.WARNING;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.trace.SessionLogger;

/** What was changed in copies, which on Windows nobody can change, up to a number. Safe for use by many threads. */
final class ChangedFiles {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.simulator");
    private static final int KEPT = 1_000;

    private final List<Path> kept = new ArrayList<>();

    synchronized void add(Path path) {
        if (kept.size() < KEPT) {
            kept.add(path);
            LOG.log(WARNING, "A shadow copy is read-only on Windows, and here it was changed: " + PathText.of(path));
        }
    }

    synchronized List<Path> kept() {
        return List.copyOf(kept);
    }
}
