package org.vss4j.cli.output;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Progress as lines: one for each phase, and while it copies one every five seconds. */
final class ProgressLines implements Progress {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream err;
    private final LongSupplier nanoTime;

    /** Guarded by this, as all below. */
    private String phase = "";

    private long files;
    private long bytes;
    private long totalFiles;
    private long totalBytes;
    private long lastLine;

    ProgressLines(PrintStream err, LongSupplier nanoTime) {
        this.err = err;
        this.nanoTime = nanoTime;
    }

    @Override
    public void message(String line) {
        err.println("vss4j: " + line);
    }

    @Override
    public synchronized void phase(String name) {
        copyingQuietly(name);
        message(name);
    }

    @Override
    public void copying(String name) {
        phase(name);
    }

    @Override
    public synchronized void copyingQuietly(String name) {
        phase = name;
        files = 0;
        bytes = 0;
        lastLine = nanoTime.getAsLong();
    }

    @Override
    public synchronized void total(long newFiles, long newBytes) {
        totalFiles = newFiles;
        totalBytes = newBytes;
    }

    @Override
    public synchronized void copied(long chunk) {
        bytes += chunk;
        say();
    }

    @Override
    public synchronized void finished() {
        files++;
        say();
    }

    private void say() {
        long now = nanoTime.getAsLong();
        if (now - lastLine >= INTERVAL) {
            lastLine = now;
            message(phase + ": " + of(files, totalFiles, String.valueOf(totalFiles)) + " files, "
                    + of(Sizes.of(bytes), totalBytes, Sizes.of(totalBytes)));
        }
    }

    private static String of(Object part, long total, String totalText) {
        return total == 0 ? String.valueOf(part) : part + " of " + totalText;
    }

    @Override
    public void close() {}

    @Override
    public boolean wantsTotal() {
        return false;
    }
}
