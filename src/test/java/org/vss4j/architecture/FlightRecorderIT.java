package org.vss4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Flight Recorder belongs to a module that the user's JVM may not have. */
class FlightRecorderIT {
    private static final String NATIVE_ACCESS = "--enable-native-access=org.vss4j";
    private static final String QUIET = "-Xlog:jfr+startup=off";

    @TempDir
    Path workspace;

    @Test
    void withoutTheModule_onTheClassPath_nothingIsMissing() throws Exception {
        assertThat(program().runOnClassPath("--enable-native-access=ALL-UNNAMED", "--limit-modules", "java.base"))
                .isEqualTo("frozen\nmodule null\n");
    }

    @Test
    void withoutTheModule_onTheModulePath_nothingIsMissing() throws Exception {
        assertThat(program().runOnModulePath(NATIVE_ACCESS, "--limit-modules", "program"))
                .isEqualTo("frozen\nmodule org.vss4j\n");
    }

    @Test
    void onTheClassPath_whatIsRecordedHasOurEvents() throws Exception {
        assertThat(program().runOnClassPath("--enable-native-access=ALL-UNNAMED", QUIET, recording()))
                .isEqualTo("frozen\nmodule null\n");
        assertThat(recorded()).contains("org.vss4j.Session", "org.vss4j.Operation", "org.vss4j.ComCall");
    }

    @Test
    void onTheModulePath_whatIsRecordedHasOurEvents_whenTheModuleIsAskedFor() throws Exception {
        assertThat(program().runOnModulePath(NATIVE_ACCESS, QUIET, "--add-modules", "jdk.jfr", recording()))
                .isEqualTo("frozen\nmodule org.vss4j\n");
        assertThat(recorded()).contains("org.vss4j.Session", "org.vss4j.Operation", "org.vss4j.ComCall");
    }

    @Test
    void whileNobodyRecords_noEventIsEvenLoaded() throws Exception {
        Path log = workspace.resolve("classes.log");
        assertThat(program().runOnClassPath("--enable-native-access=ALL-UNNAMED", "-Xlog:class+load:file=" + log))
                .isEqualTo("frozen\nmodule null\n");
        assertThat(Files.readString(log))
                .contains("org.vss4j.internal.trace.FlightRecording ")
                .doesNotContain("org.vss4j.internal.trace.CallEvent ", "jdk.jfr.Event ");
    }

    private UserProgram program() throws IOException, InterruptedException {
        return UserProgram.compile(workspace);
    }

    private Path file() {
        return workspace.resolve("recording.jfr");
    }

    private String recording() {
        return "-XX:StartFlightRecording:filename=" + file();
    }

    private List<String> recorded() throws IOException {
        return RecordingFile.readAllEvents(file()).stream()
                .map(event -> event.getEventType().getName())
                .distinct()
                .toList();
    }
}
