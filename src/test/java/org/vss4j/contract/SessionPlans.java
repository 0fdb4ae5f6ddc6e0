package org.vss4j.contract;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.vss4j.HResult;
import org.vss4j.requester.BackupType;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.WriterEvent;
import org.vss4j.writer.BackupSchema;

/** Random plans of sessions. */
final class SessionPlans {
    private static final int MAX_RULES = 3;

    /** A method that is only called when a session is over. */
    private static final List<VssMethod> AFTERWARDS = List.of(
            VssMethod.QUERY,
            VssMethod.DELETE_SNAPSHOTS,
            VssMethod.IS_VOLUME_SUPPORTED,
            VssMethod.IS_VOLUME_SNAPSHOTTED);

    /** A method without which there is no session, and no look at what it leaves either. */
    private static final List<VssMethod> OF_OPENING =
            List.of(VssMethod.CREATE_VSS_BACKUP_COMPONENTS, VssMethod.INITIALIZE_FOR_BACKUP, VssMethod.SET_CONTEXT);

    private SessionPlans() {}

    static Arbitrary<SessionPlan> plans() {
        return contexts()
                .flatMap(context -> Combinators.combine(
                                Arbitraries.of(BackupType.class),
                                context.hasWriters() ? selections() : Arbitraries.just(ComponentSelection.none()),
                                seconds(),
                                troubles(),
                                Arbitraries.of(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1)),
                                SessionMoves.ofSession(context.hasWriters()),
                                Arbitraries.frequency(
                                        Tuple.of(6, SessionPlan.Waiting.AWAITS),
                                        Tuple.of(1, SessionPlan.Waiting.LETS_TIME_PASS),
                                        Tuple.of(1, SessionPlan.Waiting.CLOSES)),
                                Arbitraries.of(SessionPlan.Ending.class))
                        .as((type, selection, second, trouble, duration, moves, waiting, ending) -> new SessionPlan(
                                context, type, selection, second, trouble, duration, moves, waiting, ending)))
                .withoutEdgeCases();
    }

    /** Plans that come to something with writers, whose result is not left to chance. */
    static Arbitrary<SessionPlan> determined() {
        Arbitrary<SessionPlan> ofWriters = Combinators.combine(
                        Arbitraries.of(BackupType.class),
                        Arbitraries.of(
                                ComponentSelection.none().require("Second"),
                                // This is not refused before the writers are asked.
                                ComponentSelection.none().allow("Second").acceptAsFull("*"),
                                ComponentSelection.none().require("Second").acceptAsFull("*")),
                        seconds(),
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.just(new SessionPlan.Trouble.None())), Tuple.of(1, troubles())),
                        Arbitraries.of(Duration.ZERO, Duration.ofSeconds(1)),
                        SessionMoves.ofWriters(),
                        Arbitraries.of(SessionPlan.Ending.class))
                .as((type, selection, second, trouble, duration, moves, ending) -> new SessionPlan(
                        SnapshotContext.BACKUP,
                        type,
                        selection,
                        second,
                        trouble,
                        duration,
                        moves,
                        SessionPlan.Waiting.AWAITS,
                        ending));
        return Arbitraries.frequencyOf(Tuple.of(3, ofWriters), Tuple.of(1, plans()))
                .map(SessionPlan::determined)
                .withoutEdgeCases();
    }

    /** With writers, mostly: there is more to do. */
    private static Arbitrary<SnapshotContext> contexts() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.of(SnapshotContext.values())),
                Tuple.of(1, Arbitraries.of(SnapshotContext.BACKUP, SnapshotContext.APP_ROLLBACK)));
    }

    /** What a rule does with what it names; without a component, with all of the writer. */
    private interface Effect {
        ComponentSelection on(ComponentSelection selection, String writer, String component);
    }

    private static final Effect REQUIRE = (selection, writer, component) ->
            component.isEmpty() ? selection.require(writer) : selection.require(writer, component);
    private static final Effect ALLOW = (selection, writer, component) ->
            component.isEmpty() ? selection.allow(writer) : selection.allow(writer, component);
    private static final Effect EXCLUDE = (selection, writer, component) ->
            component.isEmpty() ? selection.exclude(writer) : selection.exclude(writer, component);

    private static Arbitrary<ComponentSelection> selections() {
        Arbitrary<UnaryOperator<ComponentSelection>> rule = Combinators.combine(
                        Arbitraries.frequency(Tuple.of(4, REQUIRE), Tuple.of(2, ALLOW), Tuple.of(1, EXCLUDE)),
                        Arbitraries.frequency(
                                Tuple.of(12, "Second"), Tuple.of(6, "*"), Tuple.of(4, "First"), Tuple.of(1, "Absent")),
                        Arbitraries.frequency(
                                Tuple.of(12, ""),
                                Tuple.of(8, "orders"),
                                Tuple.of(3, "settings"),
                                Tuple.of(1, "orders\\index"),
                                Tuple.of(1, "absent")))
                .as((effect, writer, component) -> selection -> effect.on(selection, writer, component));
        Arbitrary<ComponentSelection> any = Combinators.combine(
                        rule.list().ofMaxSize(MAX_RULES),
                        Arbitraries.of(
                                ComponentSelection.none(),
                                ComponentSelection.none().acceptAsFull("*")))
                .as((rules, accepting) -> {
                    ComponentSelection selection = accepting;
                    for (UnaryOperator<ComponentSelection> each : rules) {
                        selection = each.apply(selection);
                    }
                    return selection;
                });
        // What the writer that may fail has is needed: else nobody minds.
        return Arbitraries.oneOf(any, Arbitraries.just(ComponentSelection.none().require("Second")));
    }

    /** Its files are where no set misses them, mostly; and it supports every type of backup, or some of them. */
    private static Arbitrary<SessionPlan.SecondWriter> seconds() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(3, SessionPlan.Place.NOBODY_KNOWS),
                                Tuple.of(1, SessionPlan.Place.ON_FIRST_VOLUME),
                                Tuple.of(1, SessionPlan.Place.ON_SECOND_VOLUME),
                                Tuple.of(1, SessionPlan.Place.ON_NO_VOLUME)),
                        Arbitraries.frequency(
                                Tuple.of(
                                        3,
                                        SimulatedWriter.database("Second")
                                                .metadata()
                                                .schema()),
                                Tuple.of(1, BackupSchema.UNDEFINED),
                                Tuple.of(1, BackupSchema.of(BackupSchema.Feature.COPY))))
                .as(SessionPlan.SecondWriter::new);
    }

    private static Arbitrary<SessionPlan.Trouble> troubles() {
        Arbitrary<SessionPlan.Trouble> none = Arbitraries.just(new SessionPlan.Trouble.None());
        Arbitrary<SessionPlan.Trouble> ofOperation = Combinators.combine(
                        Arbitraries.of(VssMethod.class).filter(VssMethod::beginsOperation),
                        Arbitraries.of(new Fault.Fails(SessionPlan.ERROR), new Fault.Hangs()))
                .as(SessionPlan.Trouble.OfMethod::new);
        Arbitrary<SessionPlan.Trouble> ofCall = Arbitraries.of(VssMethod.class)
                .filter(method -> !AFTERWARDS.contains(method) && !OF_OPENING.contains(method))
                .map(method -> new SessionPlan.Trouble.OfMethod(method, new Fault.Returns(HResult.E_OUTOFMEMORY)));
        Arbitrary<SessionPlan.Trouble> ofWriter = Combinators.combine(
                        Arbitraries.of(WriterEvent.class).filter(event -> event != WriterEvent.ABORT),
                        Arbitraries.of("", "", "orders"))
                .as(SessionPlan.Trouble.OfWriter::new);
        return Arbitraries.frequencyOf(
                Tuple.of(3, none), Tuple.of(3, ofOperation), Tuple.of(2, ofCall), Tuple.of(6, ofWriter));
    }
}
