package org.vss4j.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vss4j.AsyncOperation;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.BackupSteps;
import org.vss4j.requester.Inventory;
import org.vss4j.requester.Ledger;
import org.vss4j.requester.Vss;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.OnLinux;

/**
 * Whatever stops a call, the stack, the memory or a log handler: either it has changed nothing, or the next close has
 * released it, every thread that waited has returned, and the JVM ends when it is told to.
 */
@Tag(NativeServer.TAG)
@OnLinux
class ExhaustionTest {
    private static final List<Class<?>> TYPES = List.of(
            AsyncOperation.class, BackupSession.class, BackupSteps.class, Vss.class, Inventory.class, Ledger.class);

    @TempDir
    Path folder;

    @Test
    void eachPublicMethodIsTried() {
        assertThat(ExhaustionMain.cases().keySet()).containsExactlyInAnyOrderElementsOf(PublicMethods.of(TYPES));
    }

    /** Degrees are tried in the steps that stand here, or all in those of {@code -Dvss4j.exhaustion.step=1}, which takes long. */
    @ParameterizedTest
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    @CsvSource({
        "STACK, 1, AsyncOperation, -XX:+UseSerialGC",
        "STACK, 3, AsyncOperation, -Xint",
        "MEMORY, 3, AsyncOperation, -Xmx20m",
        "THROWING_LOG, 1, AsyncOperation, -XX:+UseSerialGC",
        "CLOSING_LOG, 1, AsyncOperation, -XX:+UseSerialGC",
        "STACK, 20, Backup, -XX:+UseSerialGC",
        "STACK, 20, Inventory, -XX:+UseSerialGC",
        "STACK, 20, Vss, -XX:+UseSerialGC",
        "STACK, 5, Vss.openSnapshot, -XX:+UseSerialGC",
        "SHORT_MEMORY, 8, Vss.openSnapshot, -Xmx24m",
        "MEMORY, 20, Backup, -Xmx24m",
        "MEMORY, 5, Inventory, -Xmx24m",
        "THROWING_LOG, 1, Backup, -XX:+UseSerialGC",
        "CLOSING_LOG, 1, Backup, -XX:+UseSerialGC"
    })
    void whateverStopsACall_nothingIsLeft(Hardship hardship, int step, String methods, String option) throws Exception {
        Child.Result result = Child.run(
                folder,
                ExhaustionMain.class,
                List.of(
                        option,
                        "-XX:CompileCommand=quiet",
                        "-XX:CompileCommand=exclude,org.vss4j.exhaustion.StackEnd::descend"),
                List.of(
                        hardship.name(),
                        Integer.getInteger("vss4j.exhaustion.step", step).toString(),
                        methods));
        assertThat(result.lines()).containsExactly(ExhaustionMain.END);
        assertThat(result.exitCode()).isZero();
    }
}
