package org.vss4j.cli.output;

import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** What a command shows of its progress, on stderr: a bar on a terminal, a line for each phase elsewhere. */
public interface Progress extends AutoCloseable {

    /** Prints a line of its own, beginning with the program's name. */
    void message(String line);

    /** A phase begins. */
    void phase(String name);

    /** Files will be copied. */
    void total(long files, long bytes);

    /** Bytes of a file have been copied. */
    void copied(long bytes);

    /** A file is complete. */
    void finished();

    @Override
    void close();

    /** Whether {@link #total} is of use. */
    boolean wantsTotal();

    /** What fits the place that stderr leads to. */
    static Progress to(PrintStream err) {
        Terminal terminal = Terminal.ofStderr();
        // The lines of a log would tear a bar apart.
        return terminal.isPresent() && !StderrLoggerFinder.isVerbose()
                ? new Bar(err, terminal.columns())
                : new Lines(err);
    }

    /** A line for each phase. */
    record Lines(PrintStream err) implements Progress {
        @Override
        public void message(String line) {
            err.println("vss4j: " + line);
        }

        @Override
        public void phase(String name) {
            message(name);
        }

        @Override
        public void total(long files, long bytes) {}

        @Override
        public void copied(long bytes) {}

        @Override
        public void finished() {}

        @Override
        public void close() {}

        @Override
        public boolean wantsTotal() {
            return false;
        }
    }

    /** A bar: phase, bytes, rate and time left, and the number of files. */
    final class Bar implements Progress {
        private static final long MEBIBYTE = 1 << 20;
        private static final int UPDATE_MILLIS = 100;

        private final OneLine line;
        private @Nullable ProgressBar bar;
        private long files;
        private long totalFiles;

        Bar(PrintStream err, int columns) {
            this.line = new OneLine(err, columns);
        }

        private ProgressBar begin(long bytes) {
            return new ProgressBarBuilder()
                    .setTaskName("vss4j")
                    .setInitialMax(bytes)
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
        public void phase(String name) {
            if (bar == null) {
                line.clear();
                line.accept("vss4j: " + name);
            } else {
                bar.setExtraMessage(" " + name);
            }
        }

        @Override
        public void total(long newTotalFiles, long bytes) {
            totalFiles = newTotalFiles;
            bar = begin(bytes);
            showFiles();
        }

        @Override
        public void copied(long bytes) {
            if (bar != null) {
                bar.stepBy(bytes);
            }
        }

        @Override
        public void finished() {
            files++;
            showFiles();
        }

        private void showFiles() {
            if (bar != null) {
                bar.setExtraMessage(String.format(Locale.ROOT, " copying: %d of %d files", files, totalFiles));
            }
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
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
}
