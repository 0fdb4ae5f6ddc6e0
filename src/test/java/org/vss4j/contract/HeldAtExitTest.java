package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.ThisJvm;

/** A JVM ends although a call of a session does not return. */
@Tag(NativeServer.TAG)
class HeldAtExitTest {
    /** A limit of the run, not of its speed: a JVM that waits for the call waits for ever. */
    private static final long SECONDS = 120;

    @TempDir
    Path temporary;

    @Test
    void aJvmEnds_whileACallOfASessionDoesNotReturn() throws Exception {
        Path store = Files.createDirectory(temporary.resolve("store"));
        Path volume = Files.createDirectory(temporary.resolve("volume"));
        Path output = temporary.resolve("output");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ThisJvm.optionsForChildren());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Dvss4j.native.library=" + NativeServer.file(),
                "-cp",
                System.getProperty("java.class.path"),
                HeldAtExit.class.getName(),
                store.toString(),
                volume.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        assertThat(ended).as("the JVM has ended: %s", said(output)).isTrue();
        assertThat(process.exitValue()).as("exit code: %s", said(output)).isEqualTo(HeldAtExit.EXIT_CODE);
        assertThat(said(output)).contains("left: The session is closed");
    }

    private static String said(Path output) throws IOException {
        return Files.readString(output);
    }
}
