package org.vss4j.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vssapi.dll that someone has planted where Windows would look for a library by its bare name. */
class PlantedLibraryTest extends SystemServiceTest {
    @TempDir
    Path planted;

    @Test
    void itIsNotLoaded_fromTheProgramsFolder_theWorkingDirectoryOrThePath() throws Exception {
        Path onPath = Files.createDirectory(planted.resolve("on-path"));
        Path child = Files.createDirectory(planted.resolve("child"));
        // Of the three only a program's own folder is searched before the system's.
        Path runtime = copyOfRuntime(child.resolve("runtime"));
        for (Path directory : List.of(runtime.resolve("bin"), planted, onPath)) {
            plant(directory);
        }
        ProcessBuilder builder =
                new ProcessBuilder(ChildProcess.command(runtime, OneSession.class)).directory(planted.toFile());
        builder.environment().put("PATH", onPath + ";" + planted + ";" + System.getenv("PATH"));
        ChildProcess.Result result = ChildProcess.start(builder, child).await();
        assertThat(result.out()).as(result.err()).isEqualTo("true");
        assertThat(result.exitCode()).isZero();
    }

    /** One that can be loaded, and lacks what is asked for: whoever loads it says so. */
    private static void plant(Path directory) throws IOException {
        Files.copy(ChildProcess.javaHome().resolve("bin/jimage.dll"), directory.resolve("vssapi.dll"));
    }

    /** A twin of this JVM's runtime, which finds what it needs from where it lies. Links could not be deleted while this runs. */
    private static Path copyOfRuntime(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(ChildProcess.javaHome())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(
                        file,
                        target.resolve(ChildProcess.javaHome().relativize(file).toString()));
            }
        }
        return target;
    }
}
