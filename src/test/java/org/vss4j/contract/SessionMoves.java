package org.vss4j.contract;

import static org.vss4j.contract.SessionMove.ADD;
import static org.vss4j.contract.SessionMove.CANCEL;
import static org.vss4j.contract.SessionMove.CANCEL_SESSION;
import static org.vss4j.contract.SessionMove.CLOSE;
import static org.vss4j.contract.SessionMove.COMPLETE;
import static org.vss4j.contract.SessionMove.DISABLE;
import static org.vss4j.contract.SessionMove.FINISH;
import static org.vss4j.contract.SessionMove.GATHER;
import static org.vss4j.contract.SessionMove.LET_GO;
import static org.vss4j.contract.SessionMove.LOOK;
import static org.vss4j.contract.SessionMove.MAKE;
import static org.vss4j.contract.SessionMove.PASS;
import static org.vss4j.contract.SessionMove.PREPARE;
import static org.vss4j.contract.SessionMove.READ_COPIES;
import static org.vss4j.contract.SessionMove.READ_METADATA;
import static org.vss4j.contract.SessionMove.SAVE;
import static org.vss4j.contract.SessionMove.START;
import static org.vss4j.contract.SessionMove.STATUS;
import static org.vss4j.contract.SessionMove.TAKE;
import static org.vss4j.contract.SessionMove.WRITERS;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** The ways of a session, for as long as chance has it, with moves thrown in that need not be right. */
final class SessionMoves {
    private static final int FEW = 3;
    private static final int MANY = 15;

    private static final List<SessionMove> WITH_WRITERS = List.of(
            DISABLE,
            GATHER,
            PASS,
            READ_METADATA,
            START,
            ADD,
            PREPARE,
            PASS,
            STATUS,
            PASS,
            MAKE,
            PASS,
            READ_COPIES,
            STATUS,
            PASS,
            COMPLETE,
            PASS,
            SAVE,
            STATUS,
            PASS);

    private static final List<SessionMove> WITHOUT_WRITERS = List.of(START, ADD, MAKE, PASS, READ_COPIES, SAVE);

    private static final List<SessionMove> AT_ONE_GO = List.of(TAKE, READ_COPIES, FINISH, SAVE, LOOK);

    private SessionMoves() {}

    /** Moves on a session and on an object of a service, whether it has writers or not. */
    static Arbitrary<List<SessionMove>> ofObjects() {
        return along(
                Arbitraries.of(List.of(WITH_WRITERS, WITH_WRITERS, WITHOUT_WRITERS)),
                Arbitraries.of(EnumSet.range(DISABLE, CANCEL)));
    }

    /** Moves on a session. */
    static Arbitrary<List<SessionMove>> ofSession(boolean writers) {
        List<SessionMove> steps = writers ? WITH_WRITERS : WITHOUT_WRITERS;
        List<SessionMove> ofNoVolume =
                steps.stream().filter(move -> move != ADD).toList();
        return along(
                Arbitraries.frequency(Tuple.of(6, steps), Tuple.of(2, AT_ONE_GO), Tuple.of(1, ofNoVolume)),
                Arbitraries.frequencyOf(
                        Tuple.of(20, Arbitraries.of(EnumSet.range(DISABLE, PASS))),
                        Tuple.of(5, Arbitraries.of(WRITERS, LOOK, LET_GO)),
                        Tuple.of(2, Arbitraries.of(TAKE, FINISH, CANCEL)),
                        Tuple.of(1, Arbitraries.of(CANCEL_SESSION, CLOSE))));
    }

    /** All of a way with writers, and a look at how they fare, mostly with nothing thrown in. */
    static Arbitrary<List<SessionMove>> ofWriters() {
        Arbitrary<List<SessionMove>> whole = Arbitraries.of(looking(WITH_WRITERS), AT_ONE_GO);
        return Arbitraries.oneOf(whole, whole, along(whole, Arbitraries.of(EnumSet.range(DISABLE, CANCEL))));
    }

    /** The same with a look whenever it has been gathered how writers fare. */
    private static List<SessionMove> looking(List<SessionMove> steps) {
        List<SessionMove> all = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            all.add(steps.get(i));
            if (i > 0 && steps.get(i - 1) == STATUS) {
                all.add(LOOK);
            }
        }
        return List.copyOf(all);
    }

    private static Arbitrary<List<SessionMove>> along(
            Arbitrary<List<SessionMove>> ways, Arbitrary<SessionMove> others) {
        Arbitrary<List<SessionMove>> way = ways.flatMap(whole -> Arbitraries.oneOf(
                        Arbitraries.just(whole.size()), Arbitraries.integers().between(0, whole.size()))
                .map(length -> whole.subList(0, length)));
        Arbitrary<Thrown> one = Combinators.combine(Arbitraries.integers().between(0, WITH_WRITERS.size()), others)
                .as(Thrown::new);
        Arbitrary<List<Thrown>> thrown =
                Arbitraries.of(FEW, MANY).flatMap(most -> one.list().ofMaxSize(most));
        return Combinators.combine(way, thrown)
                .as((moves, more) -> {
                    List<SessionMove> all = new ArrayList<>(moves);
                    more.forEach(other -> all.add(Math.min(other.place(), all.size()), other.move()));
                    return all;
                })
                .withoutEdgeCases();
    }

    private record Thrown(int place, SessionMove move) {}
}
