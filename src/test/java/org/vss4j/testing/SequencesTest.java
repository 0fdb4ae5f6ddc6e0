package org.vss4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SequencesTest {
    private static final List<Integer> SEEN = new ArrayList<>();

    /** As the contracts are: the hook is on the class above. */
    @AddLifecycleHook(Sequences.class)
    abstract static class Contract {
        @Property(tries = 10)
        void sees(@ForAll int any) {
            SEEN.add(any);
        }
    }

    static class Watched extends Contract {}

    private static List<Integer> seenWith(String sequences, String seed) {
        String sequencesBefore = System.setProperty(Sequences.SEQUENCES, sequences);
        String seedBefore = System.setProperty(Sequences.SEED, seed);
        try {
            SEEN.clear();
            LauncherFactory.create()
                    .execute(LauncherDiscoveryRequestBuilder.request()
                            .selectors(selectClass(Watched.class))
                            .build());
            return List.copyOf(SEEN);
        } finally {
            restore(Sequences.SEQUENCES, sequencesBefore);
            restore(Sequences.SEED, seedBefore);
        }
    }

    private static void restore(String property, @Nullable String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }

    @Test
    void theProperties_sayHowManySequencesAndWhich() {
        List<Integer> seen = seenWith("25", "42");
        assertThat(seen).hasSize(25);
        assertThat(seenWith("25", "42")).isEqualTo(seen);
        assertThat(seenWith("25", "43")).isNotEqualTo(seen);
        assertThat(seenWith("7", "42")).hasSize(7);
    }
}
