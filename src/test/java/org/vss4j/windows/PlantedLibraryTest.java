package org.vss4j.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        Path programs = copyOfRuntime(child.resolve("runtime")).resolve("bin");
        for (Path directory : List.of(programs, planted, onPath)) {
            plant(directory);
        }
        ProcessBuilder builder = new ProcessBuilder(command(programs.resolve("java.exe"))).directory(planted.toFile());
        builder.environment().put("PATH", onPath + ";" + planted + ";" + System.getenv("PATH"));
        ChildProcess.Result result = ChildProcess.start(builder, child).await();
        assertThat(result.out()).as(result.err()).isEqualTo("true");
        assertThat(result.exitCode()).isZero();
    }

    /** One that can be loaded, and lacks what is asked for: whoever loads it says so. */
    private static void plant(Path directory) throws IOException {
        Files.copy(javaHome().resolve("bin/jimage.dll"), directory.resolve("vssapi.dll"));
    }

    /** A twin of this JVM's runtime, which finds what it needs from where it lies. Links could not be deleted while this runs. */
    private static Path copyOfRuntime(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(javaHome())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, target.resolve(javaHome().relativize(file).toString()));
            }
        }
        return target;
    }

    private static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    private static List<String> command(Path java) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), OneSession.class.getName()));
        return command;
    }
}
