package org.vss4j.contract;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupType;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.requester.WriterFailedException;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.WriterEvent;
import org.vss4j.writer.BackupSchema;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/**
 * What a user does with a session, and what goes wrong meanwhile.
 *
 * @param duration how long each operation takes, by a clock that stands still otherwise
 */
record SessionPlan(
        SnapshotContext context,
        BackupType type,
        ComponentSelection selection,
        SecondWriter second,
        Trouble trouble,
        Duration duration,
        List<SessionMove> moves,
        Waiting waiting,
        Ending ending) {

    static final HResult ERROR = HResult.VSS_E_PROVIDER_VETO;
    static final HResult WRITER_ERROR = HResult.of(0x800423F3);
    static final HResult INCONSISTENT_SNAPSHOT = HResult.of(0x800423F0);

    /** A writer fails with a component that is in no backup: nobody knows which. */
    private static final HResult PARTIAL_FAILURE = HResult.of(0x80042336);

    private static final HResult NOT_ASKED = HResult.of(0x80042409);

    private static final Set<HResult> OF_WRITERS = Set.of(WRITER_ERROR, PARTIAL_FAILURE);

    /** Volumes, writers and components that there are not, and what cannot be selected. */
    private static final Set<HResult> OF_THE_USER =
            Set.of(HResult.VSS_E_OBJECT_NOT_FOUND, HResult.VSS_E_VOLUME_NOT_SUPPORTED, HResult.E_INVALIDARG);

    /** The time of a session that would wait for ever. */
    private static final Duration SHORT = Duration.ofMillis(100);

    /** What waits for operations until the time of the session is up. */
    private static final Set<SessionMove> WAITING = Set.of(SessionMove.TAKE, SessionMove.FINISH, SessionMove.WRITERS);

    /** What begins an operation. */
    private static final Set<SessionMove> BEGINNING =
            Set.of(SessionMove.GATHER, SessionMove.PREPARE, SessionMove.STATUS, SessionMove.MAKE, SessionMove.COMPLETE);

    /** What goes wrong. */
    sealed interface Trouble {
        record None() implements Trouble {}

        record OfMethod(VssMethod method, Fault fault) implements Trouble {}

        /** The second writer fails, as a whole or with a component. */
        record OfWriter(WriterEvent event, String component) implements Trouble {}
    }

    /** Where the files of the second writer are. */
    enum Place {
        NOBODY_KNOWS,
        ON_FIRST_VOLUME,
        ON_SECOND_VOLUME,
        ON_NO_VOLUME
    }

    /** What the second writer has, and can do. */
    record SecondWriter(Place place, BackupSchema schema) {
        /** Of whose files a set may lack some. */
        boolean mayMissVolume() {
            return place != Place.NOBODY_KNOWS;
        }

        private SimulatedWriter writer(List<Path> volumes) {
            SimulatedWriter database = SimulatedWriter.database("Second");
            WriterMetadata metadata = database.metadata().withSchema(schema);
            WriterComponent[] components = metadata.components().stream()
                    .map(component -> mayMissVolume() ? placed(component, volumes) : component)
                    .toArray(WriterComponent[]::new);
            return SimulatedWriter.of(metadata.withComponents(components)).withBackupStamp(database.backupStamp());
        }

        /** All but the settings, which stay where they are. */
        private WriterComponent placed(WriterComponent component, List<Path> volumes) {
            if (component.databaseFiles().isEmpty()) {
                return component;
            }
            Path folder = switch (place) {
                case ON_FIRST_VOLUME -> volumes.get(0).resolve("data");
                case ON_SECOND_VOLUME -> volumes.get(1);
                default -> volumes.get(1).resolveSibling("elsewhere");
            };
            return component.withDatabaseFiles(FileSet.of(folder.toString(), "*"));
        }
    }

    /** What the user does with an operation. */
    enum Waiting {
        AWAITS,
        LETS_TIME_PASS,
        CLOSES
    }

    /** How the session is left. */
    enum Ending {
        CLOSED,
        CLOSED_TWICE,
        LEFT_BY_EXCEPTION
    }

    void describe(BackupSetup setup, List<Path> volumes) {
        volumes.forEach(setup::volume);
        for (VssMethod method : VssMethod.values()) {
            if (method.beginsOperation()) {
                setup.duration(method, duration);
            }
        }
        SimulatedWriter writer = second.writer(volumes);
        switch (trouble) {
            case Trouble.None none -> setup.writer(writer);
            case Trouble.OfMethod of -> setup.writer(writer).fault(of.method(), of.fault());
            case Trouble.OfWriter of ->
                setup.writer(
                        of.component().isEmpty()
                                ? writer.withVeto(of.event(), WRITER_ERROR, HResult.E_FAIL, "no")
                                : writer.withComponentVeto(of.event(), of.component(), WRITER_ERROR, HResult.S_OK, ""));
        }
        setup.writer(SimulatedWriter.database("First"));
    }

    BackupOptions options() {
        BackupOptions options =
                BackupOptions.defaults().withContext(context).withType(type).withSelection(selection);
        boolean waits = moves.stream().anyMatch(WAITING::contains);
        return waits && canWaitForEver() ? options.withTimeout(SHORT) : options;
    }

    /** The same, so that it leaves nothing to chance: operations are awaited at once, and no time is up. */
    SessionPlan determined() {
        boolean atOnce = duration.isZero();
        List<SessionMove> determined = moves.stream()
                .filter(move -> move != SessionMove.LET_GO && (atOnce || !WAITING.contains(move)))
                .flatMap(move ->
                        atOnce && BEGINNING.contains(move) ? Stream.of(move, SessionMove.PASS) : Stream.of(move))
                .toList();
        boolean hangs = trouble instanceof Trouble.OfMethod of && of.fault() instanceof Fault.Hangs;
        return new SessionPlan(
                context,
                type,
                selection,
                second,
                atOnce && hangs ? new Trouble.None() : trouble,
                duration,
                determined,
                Waiting.AWAITS,
                ending);
    }

    private boolean canWaitForEver() {
        return !duration.isZero() || (trouble instanceof Trouble.OfMethod of && of.fault() instanceof Fault.Hangs);
    }

    /** Whether the operations of a method end only when they are cancelled. */
    boolean hangs(VssMethod method) {
        return trouble.equals(new Trouble.OfMethod(method, new Fault.Hangs()));
    }

    /** The error that a method, by its name, or its operation is told to give. */
    Optional<HResult> error(String name) {
        if (trouble instanceof Trouble.OfMethod of
                && of.method().microsoftName().equals(name)) {
            return switch (of.fault()) {
                case Fault.Returns returns -> Optional.of(returns.code());
                case Fault.Fails fails -> Optional.of(fails.error());
                case Fault.Hangs hangs -> Optional.empty();
                case Fault.RefusesCancel refuses -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    boolean hasVeto() {
        return trouble instanceof Trouble.OfWriter;
    }

    /** Why an exception was to be expected, or null. */
    SessionWalk.@Nullable Event reason(VssException e) {
        HResult code = e.hresult();
        if (code.equals(HResult.VSS_E_BAD_STATE)) {
            // The session says so; the service never does.
            return String.valueOf(e.getMessage()).contains("not called") ? SessionWalk.Event.REFUSED : null;
        }
        if (code.equals(INCONSISTENT_SNAPSHOT) && second.mayMissVolume()) {
            return SessionWalk.Event.OUTSIDE;
        }
        if (e instanceof WriterFailedException) {
            return hasVeto() && OF_WRITERS.contains(code) ? SessionWalk.Event.VETO : null;
        }
        if (e.getCause() instanceof VssException unknown && !selection.equals(ComponentSelection.none())) {
            // Nobody knows how the writers that are required fare, and this is why.
            boolean notAsked = unknown.hresult().equals(NOT_ASKED);
            return notAsked ? SessionWalk.Event.REFUSED : reason(unknown);
        }
        if (error(e.operation()).filter(code::equals).isPresent()) {
            return SessionWalk.Event.FAILED;
        }
        return OF_THE_USER.contains(code) ? SessionWalk.Event.NOT_THERE : null;
    }
}
