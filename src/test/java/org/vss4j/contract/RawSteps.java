package org.vss4j.contract;

import static org.vss4j.simulator.VssMethod.ABORT_BACKUP;
import static org.vss4j.simulator.VssMethod.BACKUP_COMPLETE;
import static org.vss4j.simulator.VssMethod.DO_SNAPSHOT_SET;
import static org.vss4j.simulator.VssMethod.FREE_WRITER_METADATA;
import static org.vss4j.simulator.VssMethod.FREE_WRITER_STATUS;
import static org.vss4j.simulator.VssMethod.GATHER_WRITER_METADATA;
import static org.vss4j.simulator.VssMethod.GATHER_WRITER_STATUS;
import static org.vss4j.simulator.VssMethod.PREPARE_FOR_BACKUP;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import org.vss4j.HResult;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssMethod;

/** Random steps: any at all, and among them the right ones, without which nothing would get far. */
final class RawSteps {
    private static final int MAX_STEPS = 40;
    private static final int FEW_STEPS = 5;
    private static final int MANY_STEPS = 25;
    private static final int CONTEXT_BACKUP = 0;
    private static final int CONTEXT_FILE_SHARE_BACKUP = 0x10;
    private static final int CONTEXT_NAS_ROLLBACK = 0x19;
    private static final int OBJECT_SNAPSHOT = 3;
    /** Such as there are, with and without what may stand beside them, and such as there are not. */
    private static final Integer[] CONTEXTS = {
        0,
        0x10,
        0x09,
        0x19,
        0x1d,
        0x0d,
        -1,
        0x02,
        0x20,
        0x20_0010,
        0x2_0000,
        0x6_0000,
        0x2_001d,
        0x4_0000,
        0x280_0009,
        0x7777
    };

    private static final VssMethod[] OPERATIONS = {
        GATHER_WRITER_METADATA, PREPARE_FOR_BACKUP, DO_SNAPSHOT_SET, GATHER_WRITER_STATUS, BACKUP_COMPLETE
    };

    private RawSteps() {}

    /** The right ways of the two objects, for as many steps as chance has it, with steps thrown in that need not be right. */
    static Arbitrary<List<RawStep>> sequences() {
        Arbitrary<List<RawStep>> second =
                Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(List.of())), Tuple.of(1, ways(1)));
        return Combinators.combine(ways(0), second.flatMap(RawSteps::thrownIn), thrown())
                .as((steps, others, any) -> {
                    List<RawStep> all = new ArrayList<>(steps);
                    others.forEach(other -> other.into(all));
                    any.forEach(other -> other.into(all));
                    return all.subList(0, Math.min(MAX_STEPS, all.size()));
                });
    }

    /** A step and where it goes. */
    private record Thrown(int place, RawStep step) {
        void into(List<RawStep> steps) {
            steps.add(Math.min(place, steps.size()), step);
        }
    }

    private static Arbitrary<List<RawStep>> ways(int object) {
        return Arbitraries.of(Way.class).flatMap(way -> {
            List<RawStep> whole = way(object, way);
            return Arbitraries.frequencyOf(
                            Tuple.of(1, Arbitraries.just(whole.size())),
                            Tuple.of(1, Arbitraries.integers().between(0, whole.size())))
                    .map(length -> whole.subList(0, length));
        });
    }

    /** The steps, in their order, at any places. */
    private static Arbitrary<List<Thrown>> thrownIn(List<RawStep> steps) {
        return places().list().ofSize(steps.size()).map(places -> {
            List<Integer> ordered = places.stream().sorted().toList();
            return IntStream.range(0, steps.size())
                    .mapToObj(i -> new Thrown(ordered.get(i), steps.get(i)))
                    .toList();
        });
    }

    private static Arbitrary<List<Thrown>> thrown() {
        return Arbitraries.of(FEW_STEPS, MANY_STEPS)
                .flatMap(most -> Combinators.combine(places(), anyStep())
                        .as(Thrown::new)
                        .list()
                        .ofMaxSize(most)
                        .withSizeDistribution(RandomDistribution.uniform()));
    }

    private static Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, MAX_STEPS * 3 / 4).withDistribution(RandomDistribution.uniform());
    }

    /** Without writers their metadata can be gathered, and need not. A copy that outlives its maker is deleted by it. */
    private enum Way {
        WITH_WRITERS(CONTEXT_BACKUP),
        WITHOUT_WRITERS(CONTEXT_FILE_SHARE_BACKUP),
        WITHOUT_WRITERS_WHO_ARE_ASKED(CONTEXT_FILE_SHARE_BACKUP),
        PERSISTENT(CONTEXT_NAS_ROLLBACK);

        private final int context;

        Way(int context) {
            this.context = context;
        }
    }

    private static List<RawStep> way(int object, Way kind) {
        boolean writers = kind == Way.WITH_WRITERS;
        List<RawStep> way = new ArrayList<>();
        way.add(new RawStep.InitializeForBackup(object, RawStep.Xml.NULL));
        way.add(new RawStep.SetContext(object, kind.context));
        if (writers) {
            way.add(new RawStep.OfWriters(object, RawWriters.Call.SELECT_COMPONENTS, 0));
        }
        if (writers || kind == Way.WITHOUT_WRITERS_WHO_ARE_ASKED) {
            way.add(new RawStep.Begin(object, GATHER_WRITER_METADATA));
            way.add(new RawStep.LetTimePass());
        }
        if (writers) {
            way.add(new RawStep.OfWriters(object, RawWriters.Call.METADATA, 2));
            way.add(new RawStep.OfWriters(object, RawWriters.Call.ADD_COMPONENT, 0));
            way.add(new RawStep.OfWriters(object, RawWriters.Call.ADD_COMPONENT, RawWriters.ORDERS_OF_PARTIAL));
            way.add(new RawStep.OfWriters(object, RawWriters.Call.SET_PREVIOUS_BACKUP_STAMP, 0));
            way.add(new RawStep.OfWriters(object, RawWriters.Call.SET_BACKUP_OPTIONS, 0));
        }
        way.add(new RawStep.StartSnapshotSet(object, RawStep.Out.GIVEN));
        way.add(add(object, RawStep.Volume.FIRST));
        if (writers) {
            way.add(new RawStep.Begin(object, PREPARE_FOR_BACKUP));
            way.add(new RawStep.LetTimePass());
            way.add(new RawStep.Begin(object, GATHER_WRITER_STATUS));
            way.add(new RawStep.LetTimePass());
            way.add(new RawStep.Call(object, FREE_WRITER_STATUS));
        }
        way.add(new RawStep.Begin(object, DO_SNAPSHOT_SET));
        way.add(new RawStep.LetTimePass());
        way.add(new RawStep.GetSnapshotProperties(object, RawStep.Copy.FIRST));
        if (writers) {
            way.add(new RawStep.OfWriters(object, RawWriters.Call.COMPONENTS, 0));
            way.add(new RawStep.OfWriters(object, RawWriters.Call.SET_BACKUP_SUCCEEDED, 0));
            way.add(new RawStep.OfWriters(object, RawWriters.Call.SAVE_AS_XML, 0));
            way.add(new RawStep.Begin(object, GATHER_WRITER_STATUS));
            way.add(new RawStep.LetTimePass());
            way.add(new RawStep.OfWriters(object, RawWriters.Call.STATUSES, 0));
            way.add(new RawStep.Begin(object, BACKUP_COMPLETE));
            way.add(new RawStep.LetTimePass());
        }
        if (kind == Way.PERSISTENT) {
            way.add(new RawStep.DeleteSnapshots(object, RawStep.Copy.FIRST, OBJECT_SNAPSHOT));
            way.add(new RawStep.GetSnapshotProperties(object, RawStep.Copy.FIRST));
        }
        return way;
    }

    private static RawStep add(int object, RawStep.Volume volume) {
        return new RawStep.AddToSnapshotSet(object, volume, RawStep.Provider.ANY, RawStep.Out.GIVEN);
    }

    private static Arbitrary<RawStep> anyStep() {
        return objects()
                .flatMap(object -> Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.of(OPERATIONS).map(method -> new RawStep.Begin(object, method))),
                        Tuple.of(
                                6,
                                Combinators.combine(
                                                Arbitraries.of(RawWriters.Call.class),
                                                Arbitraries.integers().between(0, RawWriters.COMPONENTS - 1))
                                        .as((call, number) -> new RawStep.OfWriters(object, call, number))),
                        Tuple.of(
                                3,
                                Arbitraries.of(FREE_WRITER_METADATA, FREE_WRITER_STATUS, ABORT_BACKUP)
                                        .map(method -> new RawStep.Call(object, method))),
                        Tuple.of(
                                2,
                                Arbitraries.of(RawStep.Xml.class)
                                        .map(xml -> new RawStep.InitializeForBackup(object, xml))),
                        Tuple.of(2, Arbitraries.of(CONTEXTS).map(context -> new RawStep.SetContext(object, context))),
                        Tuple.of(
                                1,
                                Arbitraries.integers()
                                        .between(-1, 8)
                                        .map(type -> new RawStep.SetBackupState(object, type))),
                        Tuple.of(
                                2,
                                Arbitraries.of(RawStep.Out.class)
                                        .map(out -> new RawStep.StartSnapshotSet(object, out))),
                        Tuple.of(
                                4,
                                Combinators.combine(
                                                Arbitraries.of(RawStep.Volume.class),
                                                Arbitraries.of(RawStep.Provider.class),
                                                Arbitraries.of(RawStep.Out.class))
                                        .as((volume, provider, out) ->
                                                new RawStep.AddToSnapshotSet(object, volume, provider, out))),
                        Tuple.of(
                                2,
                                Arbitraries.of(RawStep.Copy.class)
                                        .map(copy -> new RawStep.GetSnapshotProperties(object, copy))),
                        Tuple.of(
                                3,
                                Combinators.combine(Arbitraries.of(1, 1, 1, 3), Arbitraries.of(3, 3, 3, 4, 2))
                                        .as((type, returned) -> new RawStep.Query(object, type, returned))),
                        Tuple.of(
                                6,
                                Combinators.combine(Arbitraries.of(RawStep.Copy.class), Arbitraries.of(3, 3, 3, 2, 4))
                                        .as((copy, type) -> new RawStep.DeleteSnapshots(object, copy, type))),
                        Tuple.of(
                                1,
                                Combinators.combine(
                                                Arbitraries.of(RawStep.Volume.class),
                                                Arbitraries.of(RawStep.Provider.class))
                                        .as((volume, provider) ->
                                                new RawStep.IsVolumeSupported(object, volume, provider))),
                        Tuple.of(1, Arbitraries.just(new RawStep.Renew(object))),
                        Tuple.of(
                                5,
                                Combinators.combine(
                                                Arbitraries.integers().between(0, 3),
                                                Arbitraries.of(RawStep.AsyncMethod.class))
                                        .as(RawStep.Ask::new)),
                        Tuple.of(5, Arbitraries.just(new RawStep.LetTimePass()))));
    }

    private static Arbitrary<Integer> objects() {
        return Arbitraries.frequency(Tuple.of(3, 0), Tuple.of(1, RawSession.OBJECTS - 1));
    }

    /** Nothing goes wrong, mostly; or something with one or two methods. */
    static Arbitrary<Map<VssMethod, Fault>> faults() {
        Arbitrary<Fault> fault = Arbitraries.of(
                new Fault.Returns(HResult.E_OUTOFMEMORY),
                new Fault.Fails(HResult.VSS_E_PROVIDER_VETO),
                new Fault.Hangs(),
                new Fault.RefusesCancel(HResult.E_ACCESSDENIED));
        Arbitrary<VssMethod> method = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(OPERATIONS)),
                Tuple.of(
                        1,
                        Arbitraries.of(VssMethod.class)
                                .filter(candidate -> candidate != VssMethod.CREATE_VSS_BACKUP_COMPONENTS)));
        Arbitrary<Integer> count = Arbitraries.frequency(Tuple.of(5, 0), Tuple.of(4, 1), Tuple.of(1, 2));
        return count.flatMap(size -> Arbitraries.maps(method, fault).ofSize(size))
                .map(map -> {
                    Map<VssMethod, Fault> faults = new EnumMap<>(VssMethod.class);
                    faults.putAll(map);
                    // What goes wrong in an operation can go wrong only where there is one.
                    faults.entrySet()
                            .removeIf(entry -> !(entry.getValue() instanceof Fault.Returns)
                                    && !entry.getKey().beginsOperation());
                    return faults;
                });
    }
}
