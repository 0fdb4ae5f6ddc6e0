package org.vss4j.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.OnLinux;

/**
 * No class by which calls are made is initialised by a call: an Error that comes in the middle would make it unusable for
 * ever. The JVM itself says when it runs which static initialiser.
 */
@Tag(NativeServer.TAG)
@OnLinux
class InitializationTest {
    /** A line of the JVM about a class that has a static initialiser, of the packages that make calls. */
    private static final Pattern LATE =
            Pattern.compile(".*Initializing 'org/vss4j/internal/(bindings|com|com/slots|trace)/[^/]*' .*");

    @TempDir
    Path folder;

    @Test
    void allClassesOfCallsAreInitialisedBeforeTheFirstCall() throws Exception {
        Child.Result result = Child.run(folder, InitializationMain.class, List.of("-Xlog:class+init=info"), List.of());
        assertThat(result.lines()).contains(InitializationMain.READY).contains(ExhaustionMain.END);
        int ready = result.lines().indexOf(InitializationMain.READY);
        assertThat(result.lines().subList(0, ready)).anyMatch(LATE.asMatchPredicate());
        assertThat(result.lines().subList(ready, result.lines().size())).noneMatch(LATE.asMatchPredicate());
    }
}
