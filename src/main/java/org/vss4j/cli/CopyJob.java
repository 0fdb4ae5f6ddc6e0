package org.vss4j.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.CopyObserver;
import org.vss4j.internal.files.Exclusions;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.RecoveryObserver;
import org.vss4j.internal.files.StagedTarget;
import org.vss4j.internal.files.StateDirectory;
import org.vss4j.internal.files.StateRoot;
import org.vss4j.internal.files.TreeCopier;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.Ledger;
import org.vss4j.requester.RetryPolicy;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.requester.Vss;

/** One run of {@code copy}: the shadow copy, the copy of its files, and the report. */
final class CopyJob {
    private static final int KEPT_UNREADABLE = 1_000;
    private static final Duration BUSY_LIMIT = Duration.ofMinutes(10);

    private final CopyCommand arguments;
    private final Stop stop;
    private final Progress progress;
    private final PrintStream err;
    private final long start = System.nanoTime();

    private final List<CopyReport.Unreadable> unreadable = new ArrayList<>();
    private long unreadableCount;
    private long files;
    private long bytes;
    private List<ShadowCopy> shadowCopies = List.of();
    private @Nullable String provider;

    CopyJob(CopyCommand arguments, Stop stop, Progress progress, PrintStream err) {
        this.arguments = arguments;
        this.stop = stop;
        this.progress = progress;
        this.err = err;
    }

    /** Does the job; whatever happens, nothing is left behind, and the report says what happened. */
    CopyReport run() {
        try {
            copy();
            return report(unreadableCount == 0 ? Outcome.DONE : Outcome.PARTIAL, null);
        } catch (Places.UsageException e) {
            return report(Outcome.USAGE, CopyReport.Problem.of(e));
        } catch (IOException | TimeoutException | RuntimeException | Error e) {
            Outcome wanted = stop.wanted();
            if (StderrLoggerFinder.isVerbose()) {
                e.printStackTrace(err);
            }
            return wanted == null
                    ? report(Outcome.FAILED, CopyReport.Problem.of(e))
                    : report(wanted, new CopyReport.Problem(null, null, reason(wanted)));
        }
    }

    private String reason(Outcome wanted) {
        return wanted == Outcome.TIMED_OUT
                ? "timed out: cancelled after " + arguments.timeoutText() + ", and nothing is left"
                : "interrupted: cancelled, and nothing is left";
    }

    private void copy() throws IOException, TimeoutException, Places.UsageException {
        stop.checkpoint();
        Path state = StateRoot.real(arguments.state());
        Places places = Places.of(arguments.source(), arguments.target(), state, arguments.existing());
        try (StateDirectory own = StateDirectory.open(state, recovery());
                StagedTarget staged = StagedTarget.create(own, places.target());
                Service service = arguments.service(places.source(), state, progress)) {
            provider = service.name();
            copy(places.source(), staged, service, service.vss().withLedger(Ledger.in(own)));
        }
    }

    private RecoveryObserver recovery() {
        return new RecoveryObserver() {
            @Override
            public void report(String line) {
                progress.message(line);
            }

            @Override
            public void checkpoint() {
                stop.checkpoint();
            }
        };
    }

    private void copy(Path source, StagedTarget staged, Service service, Vss vss) throws IOException, TimeoutException {
        BackupOptions options = arguments.backupOptions().withAtShutdown(BackupOptions.AtShutdown.LEAVE_TO_PROGRAM);
        stop.checkpoint();
        progress.phase("taking a shadow copy");
        Path volume = vss.volumeOf(source);
        RetryPolicy policy = RetryPolicy.whileBusy(BUSY_LIMIT);
        try (BackupSession session = stop.whileWaiting(() -> vss.takeSnapshot(options, List.of(volume), policy))) {
            shadowCopies = session.shadowCopies();
            service.unreadable().forEach(it -> addUnreadable(it.path(), it.reason()));
            unreadableCount = service.unreadableCount();
            progress.phase("copying");
            copyFiles(shadowCopies.getFirst().resolve(source), source, staged, service);
            progress.phase("finishing");
            stop.whileWaiting(() -> {
                session.complete();
                return shadowCopies;
            });
            stop.pointOfNoReturn();
            arguments.existing().moveIn(staged);
        }
    }

    private void copyFiles(Path frozen, Path live, StagedTarget staged, Service service) throws IOException {
        Path to = staged.path();
        Exclusions exclusions = Exclusions.of(live, frozen, staged.stateRoot());
        if (progress.wantsTotal()) {
            count(frozen);
        }
        TreeCopier.copy(frozen, to, new CopyObserver() {
            @Override
            public void unreadable(Path path, String reason) {
                Path file = live.resolve(frozen.relativize(path));
                addUnreadable(file, outOfReach(file).orElse(reason));
                unreadableCount++;
            }

            @Override
            public void deniedToOwner(Path path) {
                service.makeReadable(path);
            }

            @Override
            public void checkpoint() {
                stop.checkpoint();
            }

            @Override
            public boolean excludes(Path path) {
                return exclusions.contains(path);
            }

            @Override
            public void copied(long chunk) {
                progress.copied(chunk);
            }

            @Override
            public void finished(Path path, long size) {
                files++;
                bytes += size;
                progress.finished();
            }
        });
        if (!Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("SOURCE " + PathText.of(live) + " could not be read: "
                    + (unreadable.isEmpty()
                            ? "it is gone"
                            : unreadable.getLast().reason()));
        }
    }

    /** Why a file has no path in the shadow copy, if that is so; reading it has failed for a reason that says less. */
    private Optional<String> outOfReach(Path file) {
        try {
            shadowCopies.getFirst().resolve(file);
            return Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of(e.getReason());
        }
    }

    private void addUnreadable(Path path, String reason) {
        String text = PathText.of(path);
        if (unreadable.size() < KEPT_UNREADABLE) {
            unreadable.add(new CopyReport.Unreadable(text, reason));
            progress.message("not copied: " + text + ": " + reason);
        }
    }

    private void count(Path frozen) throws IOException {
        long[] found = new long[2];
        Files.walkFileTree(frozen, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                stop.checkpoint();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                stop.checkpoint();
                found[0]++;
                found[1] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            // What cannot be listed is named by the copy itself.
            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        progress.total(found[0], found[1]);
    }

    private CopyReport report(Outcome outcome, CopyReport.@Nullable Problem error) {
        return new CopyReport(
                outcome,
                provider,
                shadowCopies,
                files,
                bytes,
                unreadable,
                unreadableCount,
                (System.nanoTime() - start) / 1_000_000,
                error);
    }
}
