package org.vss4j.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vssapi.dll that someone has planted where Windows would look for a library by its bare name. */
class PlantedLibraryTest extends SystemServiceTest {
    @TempDir
    Path planted;

    @Test
    void itIsNotLoaded_fromTheWorkingDirectoryNorFromThePath() throws Exception {
        Path onPath = Files.createDirectory(planted.resolve("on-path"));
        // One that could be loaded, and lacks what is asked for: whoever loads it says so.
        for (Path directory : new Path[] {planted, onPath}) {
            Files.copy(
                    Path.of(System.getenv("SystemRoot"), "system32", "version.dll"), directory.resolve("vssapi.dll"));
        }
        String path = onPath + ";" + planted + ";" + System.getenv("PATH");
        ChildProcess.Result result = ChildProcess.start(OneSession.class, Map.of("PATH", path), planted)
                .await();
        assertThat(result.out()).as(result.err()).isEqualTo("true");
        assertThat(result.exitCode()).isZero();
    }
}
