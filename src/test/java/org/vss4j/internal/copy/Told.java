package org.vss4j.internal.copy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a copy tells. */
class Told implements CopyObserver {
    final List<String> unreadable = new ArrayList<>();
    final List<Long> chunks = new ArrayList<>();
    final List<String> finished = new ArrayList<>();
    final List<String> notKept = new ArrayList<>();
    int checkpoints;

    @Override
    public void unreadable(Path source, String reason) {
        unreadable.add(source.getFileName() + ": " + reason);
    }

    @Override
    public void checkpoint() {
        checkpoints++;
    }

    @Override
    public void notKept(Path source, String what) {
        notKept.add(source.getFileName() + ": " + what);
    }

    @Override
    public void copied(long bytes) {
        chunks.add(bytes);
    }

    @Override
    public void finished(Path source, long bytes) {
        finished.add(source.getFileName() + " " + bytes);
    }
}
