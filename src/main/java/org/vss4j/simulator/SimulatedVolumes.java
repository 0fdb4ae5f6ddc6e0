package org.vss4j.simulator;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.com.ServiceVolumes;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.RealPath;
import org.vss4j.internal.files.Reason;

/**
 * The volumes of a simulator: each folder that was named is one, by whichever names; one that lies in another is mounted
 * there. A file that was named is on the volume of a folder that was named too, if it lies in one. Immutable.
 */
final class SimulatedVolumes implements ServiceVolumes {
    private final List<SimulatedVolume> all;

    /** The root directories of those of which no copies can be made. */
    private final Set<Path> unsupported;

    private SimulatedVolumes(List<SimulatedVolume> all, Set<Path> unsupported) {
        this.all = List.copyOf(all);
        this.unsupported = Set.copyOf(unsupported);
    }

    /**
     * The volumes that folders and files stand for.
     *
     * @param unsupported folders for volumes besides, of which no copies can be made
     * @throws IOException if one of them is not there: one line that names it
     */
    static SimulatedVolumes of(Collection<Path> named, Collection<Path> unsupported) throws IOException {
        Set<Path> folders = new LinkedHashSet<>();
        Set<Path> files = new LinkedHashSet<>();
        for (Path path : named) {
            Path real = real(path);
            (Files.isDirectory(real) ? folders : files).add(real);
        }
        Set<Path> without = new LinkedHashSet<>();
        for (Path path : unsupported) {
            without.add(real(path));
        }
        folders.addAll(without);
        files.removeIf(file -> folders.stream().anyMatch(file::startsWith));
        Map<Path, List<Path>> byFolder = new LinkedHashMap<>();
        files.forEach(
                file -> byFolder.computeIfAbsent(Objects.requireNonNull(file.getParent()), folder -> new ArrayList<>())
                        .add(file));
        List<SimulatedVolume> volumes = new ArrayList<>();
        folders.forEach(folder -> volumes.add(new SimulatedVolume(folder, List.of())));
        byFolder.forEach((folder, ofFolder) -> volumes.add(new SimulatedVolume(folder, List.copyOf(ofFolder))));
        return new SimulatedVolumes(volumes, without);
    }

    /** Whether copies can be made of a volume. */
    boolean isSupported(SimulatedVolume volume) {
        return !unsupported.contains(volume.root());
    }

    /**
     * Goes on only if no volume would be copied into itself.
     *
     * @param state the real path of the root of the state directories, in whose folders copies are made
     * @throws IllegalArgumentException naming a volume that is that folder, or one of those in it
     */
    void requireOutside(Path state) {
        for (SimulatedVolume volume : all) {
            Path folder = volume.root();
            if (folder.equals(state) || state.equals(folder.getParent())) {
                throw new IllegalArgumentException(PathText.of(folder) + " is part of the state folder "
                        + PathText.of(state) + ", where its copy would be made: choose another state folder");
            }
        }
    }

    private static Path real(Path path) throws IOException {
        try {
            return path.toRealPath();
        } catch (NoSuchFileException e) {
            throw new IOException("The volume " + PathText.of(path) + " does not exist", e);
        } catch (IOException e) {
            throw new IOException("The volume " + PathText.of(path) + " cannot be used: " + Reason.of(e), e);
        }
    }

    /** The volume with a name as VSS has it: that of any path that leads to it, with a separator at its end. */
    @Nullable
    SimulatedVolume find(String name) {
        if (!name.endsWith(File.separator)) {
            return null;
        }
        try {
            Path root = RealPath.of(Path.of(name));
            return all.stream()
                    .filter(volume -> volume.root().equals(root))
                    .findFirst()
                    .orElse(null);
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    /** The root of the volume that holds a file: of those mounted in one another, the innermost. */
    @Override
    public Path holding(Path file) {
        try {
            Path real = RealPath.of(file);
            return all.stream()
                    .filter(volume -> volume.holds(real))
                    .map(SimulatedVolume::root)
                    .max(Comparator.comparingInt(Path::getNameCount))
                    .orElseThrow(() -> notFound(file, "it is on none of the simulator's volumes"));
        } catch (IOException e) {
            throw notFound(file, String.valueOf(e.getMessage()));
        }
    }

    private static VssException notFound(Path file, String reason) {
        return new VssException("Finding the volume of " + file, HResult.VSS_E_OBJECT_NOT_FOUND, reason);
    }

    /** In the copy of the volume around it, it is an empty folder. */
    @Override
    public boolean isMountPoint(Path folder) {
        return all.stream().anyMatch(volume -> volume.root().equals(folder));
    }

    /** Their root directories. */
    @Override
    public String toString() {
        return all.stream().map(volume -> volume.root().toString()).collect(Collectors.joining(", ", "volumes [", "]"));
    }

    /** The folders of a volume in which others are mounted. */
    Set<Path> mountedIn(SimulatedVolume volume) {
        return all.stream()
                .map(SimulatedVolume::root)
                .filter(root -> root.startsWith(volume.root()) && !root.equals(volume.root()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
