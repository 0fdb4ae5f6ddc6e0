package org.vss4j.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** What Java can't do with files. */
public final class Shell {
    private Shell() {}

    public static void run(Path directory, String command) throws IOException, InterruptedException {
        int result = new ProcessBuilder("sh", "-c", command)
                .directory(directory.toFile())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(result).as(command).isZero();
    }
}
