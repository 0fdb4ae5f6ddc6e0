package org.vss4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vss4j.contract.CServer;
import org.vss4j.testing.Sequences;

/** {@link CompletionsWithoutMemory}, in JVMs of their own. */
@Tag(CServer.TAG)
class CompletionsWithoutMemoryTest {
    private static final int JVMS = 3;
    private static final int ROUNDS = 40;
    private static final long SEED = Long.getLong(Sequences.SEED, System.nanoTime());

    @Test
    void everyCompletionEnds_whateverMemoryThereWas() throws IOException, InterruptedException {
        for (int i = 0; i < JVMS; i++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx24m",
                            "-XX:+UseSerialGC",
                            // So that no thread has memory of its own left.
                            "-XX:-UseTLAB",
                            "--enable-native-access=ALL-UNNAMED",
                            "-Dvss4j.native.library=" + System.getProperty("vss4j.native.library"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            CompletionsWithoutMemory.class.getName(),
                            String.valueOf(SEED + i),
                            String.valueOf(ROUNDS))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as("-D%s=%d\n%s", Sequences.SEED, SEED + i, output)
                    .isZero();
            assertThat(output).contains("completions have ended");
        }
    }
}
