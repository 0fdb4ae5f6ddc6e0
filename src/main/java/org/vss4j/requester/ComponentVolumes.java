package org.vss4j.requester;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.vss4j.VssException;
import org.vss4j.internal.com.ServiceVolumes;
import org.vss4j.internal.files.NamedPlace;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.windows.Platform;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.WriterComponent;

/**
 * On which volumes the files of components lie that have to be taken from a shadow copy. Of a folder whose name has no
 * meaning on this machine that is not known, and so it is on no volume, and on none that is missing. What is mounted below a
 * folder is not looked for.
 */
final class ComponentVolumes {
    private final ServiceVolumes service;
    private final BackupType type;
    private final NamedPlace.Variables variables;

    ComponentVolumes(ServiceVolumes service, BackupType type, NamedPlace.Variables variables) {
        this.service = service;
        this.type = type;
        this.variables = variables;
    }

    /** The root directories of the volumes that components need, each once. */
    List<Path> of(Stream<WriterComponent> components) {
        return components
                .flatMap(this::places)
                .distinct()
                .flatMap(place -> holding(place).stream())
                .distinct()
                .toList();
    }

    private Optional<Path> holding(Path place) {
        try {
            return Optional.of(service.holding(place));
        } catch (VssException e) {
            // Nobody can make a copy of it.
            return Optional.empty();
        }
    }

    /**
     * Why a component is not whole in copies of some volumes.
     *
     * @param roots the volumes' root directories
     * @return empty if nothing of it lies elsewhere
     */
    Optional<String> whyNotIn(Collection<Path> roots, WriterComponent component) {
        Set<Path> folders = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Path each : roots) {
            Path root = Volumes.rootOf(each);
            folders.add(root);
            names.add(Volumes.nameOf(root));
        }
        return places(component)
                .flatMap(place -> whyNotIn(folders, names, place).stream())
                .findFirst();
    }

    private Optional<String> whyNotIn(Set<Path> folders, Set<String> names, Path place) {
        String files = "its files in " + PathText.of(place) + " are ";
        Path holder;
        try {
            holder = service.holding(place);
        } catch (VssException e) {
            return Optional.of(files + "on no volume that could be in the snapshot set: " + e.getMessage());
        }
        return names.contains(Volumes.nameOf(holder)) || isBelow(folders, holder)
                ? Optional.empty()
                : Optional.of(files + "on the volume " + PathText.of(holder) + ", which is not in the snapshot set");
    }

    /** Off Windows, where any folder counts as a volume, those in it are on it, unless they are volumes by themselves. */
    private boolean isBelow(Set<Path> folders, Path holder) {
        if (Platform.isWindows()) {
            return false;
        }
        Path folder = holder;
        while (folder != null && !folders.contains(folder)) {
            folder = service.isMountPoint(folder) ? null : folder.getParent();
        }
        return folder != null;
    }

    private Stream<Path> places(WriterComponent component) {
        return Stream.of(component.files(), component.databaseFiles(), component.databaseLogFiles())
                .flatMap(List::stream)
                .filter(type::takesFromCopy)
                .map(files -> NamedPlace.of(folder(files), variables))
                .filter(Objects::nonNull);
    }

    /** Where the files are, and not where they go to in a restore. */
    private static String folder(FileSet files) {
        return files.alternateLocation().isEmpty() ? files.path() : files.alternateLocation();
    }
}
