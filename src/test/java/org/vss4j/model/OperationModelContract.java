package org.vss4j.model;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.state.ActionChain;
import org.jspecify.annotations.Nullable;
import org.vss4j.contract.AsyncTestServer;
import org.vss4j.testing.Holds;
import org.vss4j.testing.Sequences;

/**
 * Whatever is done to an operation, in whatever order, it does what its model does, and leaves nothing behind. A subclass
 * says which server stands behind it.
 *
 * <p>A failure is shrunk to a short sequence, and printed with its seed. Two ways to replay it: run the tests again, for
 * the seed of a failure is kept in {@code target/jqwik-database}; or, also after a clean and on another machine, pass it
 * in the system property {@value Sequences#SEED}: {@code mvn test -Dtest=… -Dvss4j.seed=…}. What depends on a race of
 * threads may need several runs. {@code -Dvss4j.sequences=100000} tries more sequences.
 */
@AddLifecycleHook(Sequences.class)
abstract class OperationModelContract {
    private Lockstep.Confinement first = Lockstep.Confinement.CONFINED;
    private @Nullable Lockstep running;

    /** Opens a server that has no operation. */
    abstract AsyncTestServer open();

    @Provide
    Arbitrary<ActionChain<Lockstep>> sequences() {
        return Steps.sequences(this::begin).map(chain -> chain);
    }

    private Lockstep begin() {
        Lockstep begun = new Lockstep(open(), first);
        running = begun;
        return begun;
    }

    @Property(tries = 1_000)
    @Holds({101, 102, 103, 104, 108, 1601})
    void anOperation_doesWhatItsModelDoes(
            @ForAll Lockstep.Confinement arena, @ForAll("sequences") ActionChain<Lockstep> sequence) {
        first = arena;
        try {
            sequence.run().finish();
            running = null;
        } finally {
            if (running != null) {
                running.abandon();
            }
        }
    }
}
