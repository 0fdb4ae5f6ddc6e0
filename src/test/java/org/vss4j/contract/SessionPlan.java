package org.vss4j.contract;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

/**
 * What a user does with a session, and what goes wrong meanwhile.
 *
 * @param duration how long each operation takes, by a clock that stands still otherwise
 */
record SessionPlan(
        SnapshotContext context,
        BackupType type,
        ComponentSelection selection,
        Trouble trouble,
        Duration duration,
        List<SessionMove> moves,
        Waiting waiting,
        Ending ending) {

    static final HResult ERROR = HResult.VSS_E_PROVIDER_VETO;
    static final HResult WRITER_ERROR = HResult.of(0x800423F3);

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

    /** What goes wrong. */
    sealed interface Trouble {
        record None() implements Trouble {}

        record OfMethod(VssMethod method, Fault fault) implements Trouble {}

        /** The second writer fails, as a whole or with a component. */
        record OfWriter(WriterEvent event, String component) implements Trouble {}
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
        SimulatedWriter second = SimulatedWriter.database("Second");
        switch (trouble) {
            case Trouble.None none -> setup.writer(second);
            case Trouble.OfMethod of -> setup.writer(second).fault(of.method(), of.fault());
            case Trouble.OfWriter of ->
                setup.writer(
                        of.component().isEmpty()
                                ? second.withVeto(of.event(), WRITER_ERROR, HResult.E_FAIL, "no")
                                : second.withComponentVeto(of.event(), of.component(), WRITER_ERROR, HResult.S_OK, ""));
        }
        setup.writer(SimulatedWriter.database("First"));
    }

    BackupOptions options() {
        BackupOptions options =
                BackupOptions.defaults().withContext(context).withType(type).withSelection(selection);
        boolean waits = moves.stream().anyMatch(WAITING::contains);
        return waits && canWaitForEver() ? options.withTimeout(SHORT) : options;
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
