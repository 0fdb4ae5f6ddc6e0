package org.vss4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flags that a user of the library has to give, on the class path and on the module path; and what happens without. */
class NativeAccessIT {
    @TempDir
    Path workspace;

    private UserProgram program() throws IOException, InterruptedException {
        return UserProgram.compile(workspace);
    }

    @Test
    void onTheClassPath_withTheFlag_nothingIsWarnedAbout() throws Exception {
        assertThat(runOnClassPath("--enable-native-access=ALL-UNNAMED", "--illegal-native-access=deny"))
                .isEqualTo("frozen\nmodule null\n");
    }

    @Test
    void onTheModulePath_withTheFlag_nothingIsWarnedAbout() throws Exception {
        assertThat(runOnModulePath("--enable-native-access=org.vss4j", "--illegal-native-access=deny"))
                .isEqualTo("frozen\nmodule org.vss4j\n");
    }

    @Test
    void onTheClassPath_withoutTheFlag_theErrorNamesIt() throws Exception {
        assertThat(runOnClassPath("--illegal-native-access=deny"))
                .contains("IllegalCallerException: vss4j may not call native code: start Java with"
                        + " --enable-native-access=ALL-UNNAMED");
    }

    @Test
    void onTheModulePath_withoutTheFlag_theErrorNamesIt() throws Exception {
        assertThat(runOnModulePath("--illegal-native-access=deny"))
                .contains("IllegalCallerException: vss4j may not call native code: start Java with"
                        + " --enable-native-access=org.vss4j");
    }

    @Test
    void whereTheJvmOnlyWarns_itWarnsAndWorks() throws Exception {
        assertThat(runOnClassPath("--illegal-native-access=warn"))
                .contains("WARNING: ")
                .endsWith("frozen\nmodule null\n");
    }

    private String runOnClassPath(String... options) throws Exception {
        assumeDenialCanBeAskedFor();
        return program().runOnClassPath(options);
    }

    private String runOnModulePath(String... options) throws Exception {
        assumeDenialCanBeAskedFor();
        return program().runOnModulePath(options);
    }

    private static void assumeDenialCanBeAskedFor() {
        assumeTrue(Runtime.version().feature() >= 24, "the option --illegal-native-access came with Java 24");
    }
}
