package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vss4j.internal.copy.TreeCopier;
import org.vss4j.testing.SymbolicLinks;

/** A target that is built, and moved to its place, in a process that may die meanwhile. */
public enum CrashScenario {
    COMMIT_FILE(false, false, false),
    COMMIT_FOLDER(true, false, false),
    REPLACE_FILE(false, true, false),
    REPLACE_FOLDER(true, true, false),
    PROMISED_COMMIT(true, false, true),
    PROMISED_REPLACE(false, true, true);

    private final boolean folder;
    private final boolean replaces;
    private final boolean promises;

    CrashScenario(boolean folder, boolean replaces, boolean promises) {
        this.folder = folder;
        this.replaces = replaces;
        this.promises = promises;
    }

    static Path state(Path workspace) {
        return workspace.resolve("state");
    }

    static Path source(Path workspace) {
        return workspace.resolve("source");
    }

    static Path target(Path workspace) {
        return workspace.resolve("target");
    }

    /** What is there once somebody counts on the new one. */
    static Path told(Path workspace) {
        return workspace.resolve("told");
    }

    /** Makes what is there before. */
    void prepare(Path workspace) throws IOException {
        make(source(workspace), "new");
        if (replaces) {
            make(target(workspace), "old");
        }
    }

    private void make(Path path, String contents) throws IOException {
        if (folder) {
            Files.createDirectory(path);
            Files.createDirectory(path.resolve("folder"));
            Files.writeString(path.resolve("folder/" + contents), contents);
            if (SymbolicLinks.areMade()) {
                Files.createSymbolicLink(path.resolve("link"), Path.of(contents));
            }
        } else {
            Files.writeString(path, contents);
        }
    }

    /** Does what may be cut short. */
    public void run(Path workspace) throws IOException {
        try (StateDirectory state = StateDirectory.open(state(workspace), line -> {});
                StagedTarget staged = StagedTarget.create(state, target(workspace), Disk.of(workspace))) {
            Files.writeString(state.folder().resolve("snapshot"), "frozen");
            TreeCopier.copy(source(workspace), staged.path(), (path, reason) -> {
                throw new AssertionError(path + ": " + reason);
            });
            if (promises) {
                if (replaces) {
                    staged.prepareReplacement();
                }
                staged.promise();
                Files.createFile(told(workspace));
            }
            if (replaces) {
                staged.replace(old -> {});
            } else {
                staged.commit();
            }
        }
    }
}
