package org.vss4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vss4j.VssException;
import org.vss4j.cli.output.Because;
import org.vss4j.cli.output.Outcome;
import org.vss4j.cli.output.Problem;
import org.vss4j.cli.output.Progress;
import org.vss4j.cli.output.Report;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Presence;
import org.vss4j.internal.state.StagedTarget;

/** The end of a copy: what becomes of TARGET, once all that could be copied is beside it. */
final class Delivery {
    /** What may replace an old TARGET that is better. */
    enum Accepted {
        /** A copy in which something is missing that could not be read. */
        PARTIAL,
        /** A copy with nothing in it. */
        EMPTY
    }

    /** Tells the programs that the backup is done. */
    interface Telling {
        void tell() throws TimeoutException;

        /** Whether there are any that hear it. */
        default boolean isHeard() {
            return true;
        }
    }

    /** What is there is better than what was copied. */
    private static final class KeptException extends IOException {
        private static final long serialVersionUID = 1L;

        KeptException(String message) {
            super(message);
        }
    }

    private final Places places;
    private final Places.Existing existing;
    private final Set<Accepted> accepted;
    private final Stop stop;
    private final Progress progress;
    private final Report report;

    Delivery(
            Places places,
            Places.Existing existing,
            Set<Accepted> accepted,
            Stop stop,
            Progress progress,
            Report report) {
        this.places = places;
        this.existing = existing;
        this.accepted = accepted;
        this.stop = stop;
        this.progress = progress;
        this.report = report;
        report.field("notTold", null).field("targetMade", false).field("targetKept", null);
    }

    /**
     * Puts what has been copied in TARGET's place, unless what is there is better. When all files have been copied they are
     * delivered, whether the programs can be told or not, and also if somebody stops the telling.
     *
     * @throws IOException if nothing was copied that could replace what is there, or the file system refuses
     * @throws Stop.StoppedException if somebody stopped it, before or after TARGET was made
     */
    void deliver(CopyJob job, Instant createdAt, StagedTarget staged, Telling telling) throws IOException {
        if (isBetterKept(job)) {
            return;
        }
        stop.checkpoint();
        progress.phase("finishing");
        // A program that has been told may delete what would have to be copied again otherwise.
        staged.force(stop::checkpoint);
        places.requireFree(existing);
        existing.prepare(staged);
        if (telling.isHeard()) {
            staged.promise();
        }
        Stop.StoppedException stopped = tell(telling);
        if (isMovedIn(job, staged)) {
            report.line("Copied " + job.summary() + ", as they were at " + createdAt + ", to "
                    + PathText.of(places.target()) + job.shortfall());
        }
        job.describe(report);
        stop.onlyCleansUp();
        if (stopped != null) {
            throw stopped;
        }
    }

    /** Whether what is there is better than what was copied, and stays. */
    private boolean isBetterKept(CopyJob job) throws IOException {
        if (existing == Places.Existing.IS_REFUSED || !Presence.of(places.target())) {
            return false;
        }
        try {
            requireWorse(job, places.target());
            return false;
        } catch (KeptException e) {
            report.line(String.valueOf(e.getMessage()));
            return true;
        }
    }

    /** Goes on only if what was copied may replace what is, or was, TARGET. */
    private void requireWorse(CopyJob job, Path old) throws IOException {
        if (job.isPartial() && !accepted.contains(Accepted.PARTIAL)) {
            throw new KeptException("TARGET " + PathText.of(places.target()) + " is kept as it was" + job.shortfall()
                    + ", and what is whole is not replaced by what is not: --accept-partial replaces it all the same");
        }
        if (!accepted.contains(Accepted.EMPTY)) {
            requireNotEmpty(job.fullness(), old);
        }
    }

    /** What has become empty is a disk that is not mounted, or a file that was cut, more often than it is meant. */
    private void requireNotEmpty(Fullness copied, Path old) throws IOException {
        if (copied == Fullness.CONTENTS) {
            return;
        }
        if (copied.compareTo(Fullness.of(old)) < 0) {
            throw new IOException("SOURCE " + PathText.of(places.source()) + " has "
                    + (copied == Fullness.FOLDERS ? "no file" : "only files of no bytes") + ", and TARGET "
                    + PathText.of(places.target()) + " has more, which is kept: look whether SOURCE is what it should"
                    + " be; --accept-empty replaces TARGET all the same");
        }
    }

    /** Tells the programs. If that fails, they do not know; if there was a stop meanwhile, returns it. */
    private Stop.@Nullable StoppedException tell(Telling telling) {
        try {
            telling.tell();
        } catch (VssException | TimeoutException | CancellationException e) {
            notTold(Problem.of(e));
        } catch (Stop.StoppedException e) {
            notTold(Problem.of("stopped before all had answered."));
        }
        try {
            stop.pointOfNoReturn();
            return null;
        } catch (Stop.StoppedException e) {
            stop.finish();
            return e;
        }
    }

    private void notTold(Problem why) {
        report.because(Because.NOT_TOLD).field("notTold", why.fields());
        String line = "the writers could not be told that the backup is done: " + why.message()
                + " The files are whole; but a program that does something after a backup, as a database that truncates"
                + " its log, may not do it, and does not count this one.";
        progress.message(line);
    }

    /** Says what has become of TARGET, as it is now: others may have made or removed one meanwhile. */
    void describe(StagedTarget staged) {
        boolean made = staged.isInPlace();
        report.field("targetMade", made).field("targetKept", made ? Boolean.FALSE : isThere());
        if (staged.isPromised() && !made) {
            staged.beside()
                    .ifPresent(path ->
                            report.left(PathText.of(path) + " has all that was copied, and the writers may count on"
                                    + " it; nobody removes it: move it to TARGET, or delete it"));
        }
        staged.kept().ifPresent(line -> report.left(line + "; nobody removes it: delete the one that you do not want"));
    }

    /** Tells whether there is a TARGET; null where nobody can look, as on a disk that fails. */
    private @Nullable Boolean isThere() {
        try {
            return Presence.of(places.target());
        } catch (IOException ignored) {
            return null;
        }
    }

    private boolean isMovedIn(CopyJob job, StagedTarget staged) throws IOException {
        try {
            // The telling may have taken long: what is there is looked at where nobody changes it any more.
            existing.moveIn(staged, old -> requireWorse(job, old));
            return true;
        } catch (KeptException e) {
            report.line(String.valueOf(e.getMessage()));
            return false;
        } catch (IOException e) {
            report.failed(Outcome.FAILED, Problem.of(e));
            stop.onlyCleansUp();
            throw e;
        } finally {
            describe(staged);
        }
    }
}
