package org.vss4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Reason;
import picocli.CommandLine.Option;

/** Of which volumes copies are made. */
final class VolumeOption {
    private static final String SHARE = "\\\\";

    @Option(
            names = "--volume",
            paramLabel = "DIR",
            converter = PathArgument.class,
            description =
                    "A drive, a mount folder, or a folder or file on it, or the volume's own name as mountvol prints it,"
                            + " \\\\?\\Volume{…}\\; can be repeated. Two names of one volume"
                            + " are one. For the simulator, each folder that is named is a volume, where links on the way to it"
                            + " lead; in the copy of a folder around it, it is empty. Default: those that hold the files of"
                            + " --component, if that is given; else that of the current folder.")
    private List<Path> volumes = new ArrayList<>();

    /**
     * The volumes that were named; without any, for a backup of components none: what they need is known when the writers
     * have said where their files are.
     *
     * @throws UncheckedIOException if one of them is not there: one line that names it
     */
    List<Path> volumes(boolean ofComponents) {
        if (volumes.isEmpty()) {
            return ofComponents ? List.of() : List.of(Path.of("").toAbsolutePath());
        }
        return there(volumes);
    }

    /**
     * Volumes that were named, all of which are there.
     *
     * @throws UncheckedIOException if one is not: one line that names it
     */
    static List<Path> there(List<Path> named) {
        for (Path path : named) {
            // Of a share the service says more than the file system.
            if (!path.toString().startsWith(SHARE)) {
                requireThere(path);
            }
        }
        return named;
    }

    private static void requireThere(Path path) {
        try {
            BasicFileAttributes unused = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("--volume " + PathText.of(path) + " does not exist", e);
        } catch (IOException e) {
            throw new UncheckedIOException("--volume " + PathText.of(path) + " cannot be used: " + Reason.of(e), e);
        }
    }
}
