package org.vss4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Of which volumes copies are made. */
final class VolumeOption {
    @Option(
            names = "--volume",
            paramLabel = "DIR",
            converter = PathArgument.class,
            description = "A drive, a mount folder, or a folder or file on it; can be repeated."
                    + " Default: that of the current folder.")
    private List<Path> volumes = new ArrayList<>();

    List<Path> volumes() {
        return volumes.isEmpty() ? List.of(Path.of("").toAbsolutePath()) : volumes;
    }
}
