package org.vss4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vss4j.internal.comserver.ComServer;
import org.vss4j.internal.comserver.PropertyStructure;
import org.vss4j.internal.comserver.Violations;

/** Asserts after each test: no COM object alive, no string, no thread of ours, and nothing done to an object that is gone. */
public final class NothingLeftBehind implements AfterEachCallback {
    /** What an earlier test left, and was blamed for. */
    private static final Set<ComServer> BLAMED = new HashSet<>();

    private static long blamedStrings;

    @Override
    public void afterEach(ExtensionContext context) {
        check();
    }

    /** Checks; what ends by itself is given time. */
    public static void check() {
        assertThat(Violations.drain()).as("calls that no caller may make").isEmpty();
        try {
            eventually("all references are released", () -> live().isEmpty());
            eventually("our threads have ended", () -> threads().isEmpty());
            assertThat(PropertyStructure.liveStrings())
                    .as("strings that were not freed")
                    .isEqualTo(blamedStrings);
        } catch (AssertionError e) {
            throw new AssertionError("left: " + live() + " " + threads(), e);
        } finally {
            BLAMED.addAll(live());
            blamedStrings = PropertyStructure.liveStrings();
        }
    }

    private static List<ComServer> live() {
        return ComServer.live().stream()
                .filter(object -> !BLAMED.contains(object))
                .toList();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                // The pool's threads end after some seconds without work.
                .filter(name -> name.startsWith("vss4j-") && !name.startsWith("vss4j-mta-"))
                .toList();
    }
}
