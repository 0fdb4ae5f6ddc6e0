package org.vss4j.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vss4j.cli.output.Outcome;
import org.vss4j.cli.output.Progress;
import org.vss4j.cli.output.Report;
import org.vss4j.internal.copy.CopyObserver;
import org.vss4j.internal.copy.TreeCopier;
import org.vss4j.internal.files.FileKey;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.state.Exclusions;
import org.vss4j.internal.state.StagedTarget;
import org.vss4j.requester.ShadowCopy;

/** The files of one shadow copy, copied and counted. Not safe for use by many threads. */
final class CopyJob {
    private static final int KEPT_UNREADABLE = 1_000;

    private final Path live;
    private final StagedTarget staged;
    private final Service service;
    private final Stop stop;
    private final Progress progress;

    private final List<Map<String, @Nullable Object>> unreadable = new ArrayList<>();
    private @Nullable String lastReason;
    private long unreadableCount;
    private long files;
    private long bytes;

    /**
     * A job that has copied nothing yet.
     *
     * @param live what is copied, in the live file system
     */
    CopyJob(Path live, StagedTarget staged, Service service, Stop stop, Progress progress) {
        this.live = live;
        this.staged = staged;
        this.service = service;
        this.stop = stop;
        this.progress = progress;
    }

    /** Copies the files as they are in a shadow copy. */
    void copy(ShadowCopy copy) throws IOException {
        service.unreadable().forEach(it -> addUnreadable(it.path(), it.reason()));
        unreadableCount = service.unreadableCount();
        progress.phase("copying");
        Path frozen = copy.resolve(live);
        Path to = staged.path();
        Exclusions exclusions = Exclusions.of(live, frozen, staged.stateRoot());
        if (progress.wantsTotal()) {
            count(frozen);
        }
        TreeCopier.copy(frozen, to, new CopyObserver() {
            @Override
            public void unreadable(Path path, String reason) {
                Path file = live.resolve(frozen.relativize(path));
                addUnreadable(file, outOfReach(copy, file).orElse(reason));
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
            public boolean excludes(Path folder, FileKey key) {
                return exclusions.contains(key);
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
                    + (lastReason == null ? "it is gone" : lastReason));
        }
    }

    /** Why a file has no path in the shadow copy, if that is so; reading it has failed for a reason that says less. */
    private static Optional<String> outOfReach(ShadowCopy copy, Path file) {
        try {
            Path unused = copy.resolve(file);
            return Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of(e.getReason());
        }
    }

    private void addUnreadable(Path path, String reason) {
        String text = PathText.of(path);
        lastReason = reason;
        if (unreadable.size() < KEPT_UNREADABLE) {
            unreadable.add(Map.of("path", text, "reason", reason));
            progress.message("not copied: " + text + ": " + reason);
        }
    }

    private void count(Path frozen) throws IOException {
        long[] found = new long[2];
        FileVisitor<Path> counter = new SimpleFileVisitor<>() {
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
        };
        if (Files.isSymbolicLink(frozen) && Files.isDirectory(frozen)) {
            // The root of a copy: a walk would not go through the link.
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(frozen)) {
                for (Path entry : entries) {
                    Files.walkFileTree(entry, counter);
                }
            }
        } else {
            Files.walkFileTree(frozen, counter);
        }
        progress.total(found[0], found[1]);
    }

    /** Tells programs what was copied, as far as it came. */
    void describe(Report report) {
        report.field("files", files).field("bytes", bytes);
        report.field("unreadable", unreadable).field("unreadableCount", unreadableCount);
    }

    /** Tells people that all was copied, or what could be read. */
    void summarise(Report report, ShadowCopy copy, Path target) {
        String copied = String.format(
                Locale.ROOT,
                "Copied %d files, %d bytes, as they were at %s, to %s",
                files,
                bytes,
                copy.createdAt(),
                PathText.of(target));
        boolean whole = unreadableCount == 0;
        report.outcome(whole ? Outcome.DONE : Outcome.PARTIAL);
        report.line(whole ? copied : copied + "; " + unreadableCount + " could not be read");
    }
}
