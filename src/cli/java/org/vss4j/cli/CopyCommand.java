package org.vss4j.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vss4j.cli.output.Progress;
import org.vss4j.cli.output.Report;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.state.Disk;
import org.vss4j.internal.state.StagedTarget;
import org.vss4j.internal.state.StateDirectory;
import org.vss4j.internal.state.StateRoot;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.requester.SnapshotContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vss4j copy}: files as they were at one instant. */
@Command(
        name = "copy",
        description = "Copies SOURCE to TARGET as it was at one instant: takes a shadow copy of the volume that holds"
                + " SOURCE, copies SOURCE from it, and gives the shadow copy back.",
        footer = {
            "",
            "Links in SOURCE are copied as links, wherever they lead, and never followed; the report counts them, and those"
                    + " that lead out of the copy: by a whole path, or above SOURCE. A SOURCE that is a link is followed,"
                    + " as are links on the way to SOURCE and TARGET. A TARGET that is a link is replaced itself.",
            "An old TARGET is replaced only by a copy in which nothing was unreadable (--accept-partial), and not by an"
                    + " empty one (--accept-empty): one without files or links over one that has some; one whose files"
                    + " have no bytes over one with contents.",
            "Exit codes: 0 done; 1 what the file system or VSS says, or the outcome is partial: something was unreadable, a"
                    + " writer failed whose files were copied, the writers could not be told that the backup is done, or something"
                    + " is left that could not be removed; 2 usage; 3 timed out; 130 SIGINT, 143 SIGTERM. After 3, 130 and 143 nothing is left behind; but if"
                    + " the stop came while writers were told, all files were there, TARGET is made, and it is said; and if a"
                    + " call did not return, that is said, and what may be left is named. Once writers have been told, what was copied is"
                    + " not deleted: if TARGET cannot be made then, it stays beside TARGET, and is named; and if this is killed,"
                    + " the next run that uses the state folder makes TARGET of it, unless there is one."
        },
        sortOptions = false)
final class CopyCommand extends MakingCommand {
    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            converter = PathArgument.class,
            description = "The folder or file to copy.")
    private @Nullable Path source;

    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            converter = PathArgument.class,
            description = "Where the copy goes. Made whole or not at all.")
    private @Nullable Path target;

    @Option(names = "--overwrite", description = "Replace TARGET if it exists. It is kept until the new one is whole.")
    private boolean overwrite;

    @Option(
            names = "--no-sync",
            description =
                    "Do not wait until TARGET is on the disk: faster, and after a power cut it may be incomplete.")
    private boolean noSync;

    @Option(
            names = "--accept-partial",
            description = "Replace TARGET also by a copy in which something is missing that could not be read.")
    private boolean acceptPartial;

    @Option(
            names = "--accept-empty",
            description =
                    "Replace TARGET also if SOURCE has nothing in it, or only files of no bytes, and TARGET has more.")
    private boolean acceptEmpty;

    private volatile @Nullable StagedTarget staged;

    CopyCommand(Stop stop) {
        super(stop);
    }

    @Override
    List<Path> volumes() {
        return List.of(required(source));
    }

    @Override
    SnapshotContext context() {
        return hasNoWriters() ? SnapshotContext.FILE_SHARE_BACKUP : SnapshotContext.BACKUP;
    }

    @Override
    String whenStopped() {
        StagedTarget made = staged;
        if (made == null || !(made.isInPlace() || made.isPromised())) {
            return ", and nothing is left";
        }
        return "; all files had been copied before that, and "
                + (made.isInPlace() ? "TARGET is made of them" : "they are beside TARGET");
    }

    /** What is beside TARGET is noted; a copy that is being moved to its place is not given up. */
    @Override
    void describeWhenGivenUp(Report report) {
        StagedTarget given = staged;
        if (given != null) {
            String then = given.isPromised() && !given.isInPlace()
                    ? " has all that was copied; the next vss4j that uses the state folder "
                            + PathText.of(given.stateRoot()) + " makes TARGET of it, or says where it is"
                    : " may be left, or a part of it, since a call does not return; the next vss4j that uses the"
                            + " state folder " + PathText.of(given.stateRoot()) + " removes it";
            given.beside().ifPresent(path -> report.left(PathText.of(path) + then));
        }
    }

    /** Where other commands have a service at once, this one looks first whether SOURCE and TARGET can be meant. */
    @Override
    void work(Report report) throws IOException, TimeoutException, InterruptedException {
        stop().checkpoint();
        Path state = StateRoot.real(state());
        Places.Existing existing = overwrite ? Places.Existing.IS_REPLACED : Places.Existing.IS_REFUSED;
        Places places = Places.of(required(source), required(target), state, existing);
        PrintStream err = System.err;
        try (StateDirectory own = StateDirectory.open(state, recovery());
                Progress progress = Progress.to(err);
                StagedTarget newTarget = StagedTarget.create(own, places.target(), disk(places.target()));
                Service service = service(state, List.of(places.source()), observer())) {
            staged = newTarget;
            places.requireFree(existing);
            report.field("service", service.name());
            report.field("snapshotSetId", null).field("shadowCopies", List.of());
            WriterReport writers = writers(report);
            Delivery delivery = new Delivery(places, existing, accepted(), stop(), progress, report);
            CopyJob job = new CopyJob(places.source(), newTarget, service, stop(), progress, notKept());
            try (BackupSession session = begin(places, context(service, own), progress, writers)) {
                List<ShadowCopy> copies = session.shadowCopies();
                describe(copies, report);
                ShadowCopy copy = copies.getFirst();
                try {
                    job.copy(copy);
                    job.tellShortfall(session);
                    delivery.deliver(job, copy.createdAt(), newTarget, telling(session));
                } finally {
                    writers.describe(session, List.of(places.source()));
                }
            } finally {
                job.describe(report);
                delivery.describe(newTarget);
            }
        }
    }

    /** Takes the shadow copy, if there is room for what is to be copied. */
    private BackupSession begin(Places places, Context context, Progress progress, WriterReport writers)
            throws IOException, TimeoutException, InterruptedException {
        introduce(places, progress);
        measure(places, progress);
        stop().checkpoint();
        show(progress);
        if (usesSimulator()) {
            progress.copying(TAKING);
        } else {
            progress.phase(TAKING);
        }
        return take(context, List.of(places.source()), writers);
    }

    private Delivery.Telling telling(BackupSession session) {
        return new Delivery.Telling() {
            @Override
            public void tell() throws TimeoutException {
                complete(session);
            }

            @Override
            public boolean isHeard() {
                return context().hasWriters();
            }
        };
    }

    private Set<Delivery.Accepted> accepted() {
        Set<Delivery.Accepted> accepted = EnumSet.noneOf(Delivery.Accepted.class);
        if (acceptPartial) {
            accepted.add(Delivery.Accepted.PARTIAL);
        }
        if (acceptEmpty) {
            accepted.add(Delivery.Accepted.EMPTY);
        }
        return accepted;
    }

    /** Says what may not be what the user expects. */
    private void introduce(Places places, Progress progress) {
        if (simulatorStandsIn()) {
            progress.message(standsIn("takes the copy"));
        }
        if (places.followed() != null) {
            progress.message("SOURCE " + PathText.of(places.followed()) + " is a link: what it leads to is copied, "
                    + PathText.of(places.source()));
        }
    }

    /** Counts what is to be copied, where that is of use, and looks whether there is room for it. */
    private void measure(Places places, Progress progress) throws IOException {
        if (!checksSpace() && !progress.wantsTotal()) {
            return;
        }
        progress.phase("counting what is to be copied");
        Path state = StateRoot.real(state());
        Room room = new Room();
        if (checksSpace()) {
            room.place("TARGET", places.target());
            if (usesSimulator()) {
                room.place(STORE, state);
            }
        }
        extent(places.source(), state, room).ifPresent(extent -> progress.total(extent.files(), extent.bytes()));
        room.check();
    }

    private Disk disk(Path path) {
        return noSync ? Disk.unforced() : Disk.of(path);
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("The command line was not parsed");
        }
        return value;
    }
}
