package org.vss4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vss4j.internal.com.Crew;
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

    /** Those that have something to do: the threads of a crew end after some seconds without. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("vss4j-"))
                .filter(thread -> Arrays.stream(thread.getValue()).noneMatch(NothingLeftBehind::standsBy))
                .map(thread -> thread.getKey().getName())
                .toList();
    }

    private static boolean standsBy(StackTraceElement frame) {
        return frame.getClassName().startsWith(Crew.class.getName())
                && frame.getMethodName().equals("nextOfIdle");
    }
}
