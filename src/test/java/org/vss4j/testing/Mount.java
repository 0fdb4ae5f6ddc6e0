package org.vss4j.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Something that is mounted for a test, by mount(8). Where nobody may mount it, the test is left out, with the reason. */
public final class Mount {
    private final Path place;

    private Mount(Path place) {
        this.place = place;
    }

    /** Mounts a folder at a second place. */
    public static Mount bind(Path folder, Path place) throws IOException, InterruptedException {
        return mount(place, "--bind", folder.toString());
    }

    /** Mounts a file system in memory. */
    public static Mount memory(Path place) throws IOException, InterruptedException {
        return mount(place, "-t", "tmpfs", "vss4j-test");
    }

    private static Mount mount(Path place, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        command.add(place.toString());
        boolean mounted = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
        assumeTrue(mounted, "left out: this user may not mount anything");
        return new Mount(place);
    }

    /** Unmounts it, whoever still uses it. */
    public void unmount() throws IOException, InterruptedException {
        int result = new ProcessBuilder("umount", "--lazy", place.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (result != 0) {
            throw new IOException("umount " + place + " failed: " + result);
        }
    }
}
