package org.vss4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.ChildJvm;

/** The library more than once in one JVM, as an application server has it. */
class ClassLoadersTest {
    private static final String IN_PROGRESS = "VSS_E_SNAPSHOT_SET_IN_PROGRESS";

    @TempDir
    Path folder;

    private Path volume = Path.of("");
    private Path state = Path.of("");

    @BeforeEach
    void makeVolume() throws IOException {
        volume = Files.createDirectory(folder.resolve("volume"));
        Files.writeString(volume.resolve("file"), "contents");
        state = folder.resolve("state");
    }

    @Test
    void oneSetIsMadeAtATime_amongAllCopiesOfTheLibrary_andAllProcesses() throws Exception {
        try (LibraryCopy first = new LibraryCopy(volume, state);
                LibraryCopy second = new LibraryCopy(volume, state)) {
            assertThat(first.tell("begin")).isEqualTo("S_OK");
            assertThat(second.tell("begin")).isEqualTo(IN_PROGRESS);
            // Being refused has not cost the first its lock.
            assertThat(inAnotherProcess()).containsExactly(IN_PROGRESS);
        }
        assertThat(inAnotherProcess()).containsExactly("S_OK");
    }

    private List<String> inAnotherProcess() throws Exception {
        return new ChildJvm().run("begin", volume, state).lines();
    }

    @Test
    void classLoadersGo_whenTheirSessionsAreClosed() throws Exception {
        assertThat(new ChildJvm()
                        .option("-XX:SoftRefLRUPolicyMSPerMB=0")
                        .run("unload", volume, state)
                        .lines())
                .containsExactly("left: 0");
    }
}
