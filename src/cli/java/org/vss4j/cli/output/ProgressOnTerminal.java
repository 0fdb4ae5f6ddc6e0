package org.vss4j.cli.output;

import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress as one line that changes: the phase, and while it copies a bar with bytes, rate, time left, and files. */
final class ProgressOnTerminal implements Progress {
    private static final long MEBIBYTE = 1 << 20;
    private static final int UPDATE_MILLIS = 100;

    private final OneLine line;

    /** Guarded by this, as all below. */
    private @Nullable ProgressBar bar;

    private String phase = "";
    private long files;
    private long totalFiles;
    private long totalBytes;

    ProgressOnTerminal(PrintStream err, int columns) {
        this.line = new OneLine(err, columns);
    }

    private ProgressBar begin() {
        return new ProgressBarBuilder()
                .setTaskName("vss4j")
                .setInitialMax(totalBytes)
                .setUnit(" MiB", MEBIBYTE)
                .showSpeed()
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .continuousUpdate()
                .setConsumer(line)
                .build();
    }

    @Override
    public void message(String text) {
        line.print("vss4j: " + text);
    }

    /** As long as there is nothing to count, the phase stands alone. */
    @Override
    public synchronized void phase(String name) {
        endBar();
        line.clear();
        line.accept("vss4j: " + name);
    }

    @Override
    public synchronized void copying(String name) {
        endBar();
        phase = name;
        files = 0;
        bar = begin();
        showFiles();
    }

    @Override
    public void copyingQuietly(String name) {
        copying(name);
    }

    @Override
    public synchronized void total(long newFiles, long newBytes) {
        totalFiles = newFiles;
        totalBytes = newBytes;
    }

    @Override
    public synchronized void copied(long bytes) {
        if (bar != null) {
            bar.stepBy(bytes);
        }
    }

    @Override
    public synchronized void finished() {
        files++;
        showFiles();
    }

    private void showFiles() {
        if (bar != null) {
            bar.setExtraMessage(String.format(Locale.ROOT, " %s: %d of %d files", phase, files, totalFiles));
        }
    }

    private void endBar() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    @Override
    public synchronized void close() {
        endBar();
        line.clear();
    }

    @Override
    public boolean wantsTotal() {
        return true;
    }

    /** Writes the bar over itself, and takes it away at the end. */
    private record OneLine(PrintStream err, int columns) implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return columns - 1;
        }

        /** Prints a line above the bar, which is there again soon. */
        synchronized void print(String text) {
            clear();
            err.println(text);
        }

        @Override
        public synchronized void accept(String rendered) {
            err.print("\r" + rendered);
            err.flush();
        }

        @Override
        public synchronized void clear() {
            err.print("\r" + " ".repeat(columns - 1) + "\r");
            err.flush();
        }

        @Override
        public void close() {
            clear();
        }
    }
}
