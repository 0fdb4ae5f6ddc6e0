package org.vss4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vss4j.cli.output.Because;
import org.vss4j.cli.output.Problem;
import org.vss4j.cli.output.Progress;
import org.vss4j.cli.output.Report;
import org.vss4j.internal.copy.CopyObserver;
import org.vss4j.internal.copy.TreeCopier;
import org.vss4j.internal.files.FileKey;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Presence;
import org.vss4j.internal.state.Exclusions;
import org.vss4j.internal.state.StagedTarget;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ShadowCopy;

/** The files of one shadow copy, copied and counted. Not safe for use by many threads. */
final class CopyJob {
    private final Path live;
    private final StagedTarget staged;
    private final Service service;
    private final Stop stop;
    private final Progress progress;
    private final NotKept notKept;

    private final Unreadable unreadable;
    private @Nullable String lastReason;
    private long files;
    private long bytes;
    private long links;
    private long linksLeadingOut;
    private @Nullable LinksOut linksOut;

    /**
     * A job that has copied nothing yet.
     *
     * @param live what is copied, in the live file system
     */
    CopyJob(Path live, StagedTarget staged, Service service, Stop stop, Progress progress, NotKept notKept) {
        this.live = live;
        this.staged = staged;
        this.service = service;
        this.stop = stop;
        this.progress = progress;
        this.notKept = notKept;
        this.unreadable = new Unreadable(progress);
    }

    /** Copies the files as they are in a shadow copy. */
    void copy(ShadowCopy copy) throws IOException {
        service.unreadable().forEach(it -> lastReason = it.reason());
        unreadable.addMissingFrom(service);
        progress.copying("copying");
        Path frozen = copy.resolve(live);
        Path to = staged.path();
        linksOut = new LinksOut(live, frozen);
        Exclusions exclusions = Exclusions.of(live, frozen, staged.stateRoot());
        try {
            TreeCopier.copy(frozen, to, observer(copy, frozen, exclusions, linksOut));
        } catch (IOException e) {
            throw explained(e, to);
        }
        if (!Presence.of(to)) {
            throw new IOException("SOURCE " + PathText.of(live) + " could not be read: "
                    + (lastReason == null ? "it is gone" : lastReason));
        }
    }

    private CopyObserver observer(ShadowCopy copy, Path frozen, Exclusions exclusions, LinksOut out) {
        return new CopyObserver() {
            @Override
            public void unreadable(Path path, String reason) {
                if (path.equals(frozen) && isMissing()) {
                    return;
                }
                Path file = live.resolve(frozen.relativize(path));
                lastReason = outOfReach(copy, file).orElse(reason);
                unreadable.add(file, lastReason);
            }

            @Override
            public void deniedToOwner(Path path) {
                service.makeReadable(path);
            }

            @Override
            public int permissionsOf(Path path, int mode) {
                return service.permissions(path, mode);
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
            public void notKept(Path path, String what) {
                notKept.add(live.resolve(frozen.relativize(path)), what, progress);
            }

            @Override
            public void copied(long chunk) {
                progress.copied(chunk);
            }

            @Override
            public void linked(Path path, Path to) {
                links++;
                out.add(path);
                linksLeadingOut += to.normalize().startsWith(frozen) ? 0 : 1;
            }

            @Override
            public void finished(Path path, long size) {
                files++;
                bytes += size;
                progress.finished();
            }
        };
    }

    /** Says which disk does not take what is written, and what to do, if that is known. */
    private static IOException explained(IOException e, Path to) {
        Path folder = Objects.requireNonNull(to.getParent());
        return DiskTrouble.of(folder, e)
                .map(trouble -> new IOException(
                        "the file system of " + PathText.of(folder) + ", where TARGET should be, " + trouble
                                + ", or choose another TARGET (" + Problem.of(e).message() + ")",
                        e))
                .orElse(e);
    }

    /** Whether all that is copied is missing from the shadow copy: then the service has told why. */
    private boolean isMissing() {
        return service.unreadable().stream().anyMatch(it -> it.path().equals(live));
    }

    /** Why a file has no path in the shadow copy, if that is so; reading it has failed for a reason that says less. */
    private static Optional<String> outOfReach(ShadowCopy copy, Path file) {
        try {
            Path unused = copy.resolve(file);
            return Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of(e.getReason());
        } catch (IllegalArgumentException | UncheckedIOException e) {
            // It is a link that leads elsewhere, or cannot be looked at either.
            return Optional.empty();
        }
    }

    /** Whether something is missing from the copy that could not be read. */
    boolean isPartial() {
        return unreadable.count() > 0;
    }

    /** Tells a session what of its components is not in the copy. */
    void tellShortfall(BackupSession session) {
        Shortfall shortfall = new Shortfall(session);
        shortfall.notBelow(live);
        shortfall.unread(unreadable.paths(), unreadable.count());
        LinksOut links = linksOut;
        if (links != null) {
            links.lookAt(staged.path(), !isPartial());
            shortfall.linked(links.paths(), links.count());
            shortfall.absent(live, staged.path());
        }
    }

    /** How much there is in the copy. */
    Fullness fullness() {
        return Fullness.of(files, bytes, links);
    }

    /** Tells programs what was copied, as far as it came. */
    void describe(Report report) {
        report.field("files", files).field("bytes", bytes);
        report.field("links", links).field("linksLeadingOut", linksLeadingOut);
        unreadable.describe(report);
        notKept.describe(report);
        if (isPartial()) {
            report.because(Because.UNREADABLE);
        }
    }

    /** Tells people what was copied, and what could not be read. */
    String summary() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%d files, %d bytes", files, bytes));
        if (links > 0) {
            text.append(", ").append(links).append(" of them links");
        }
        if (linksLeadingOut > 0) {
            text.append(" (").append(linksLeadingOut).append(" lead out of it)");
        }
        return text.toString();
    }

    /** How much could not be read, for people; empty if all could. */
    String shortfall() {
        return isPartial() ? "; " + unreadable.count() + " could not be read" : "";
    }
}
