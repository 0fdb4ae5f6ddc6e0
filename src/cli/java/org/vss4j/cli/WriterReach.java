package org.vss4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vss4j.internal.files.NamedPlace;
import org.vss4j.requester.WriterFailure;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/** Whether the files of a writer that failed are among those that were copied. */
final class WriterReach {
    /** What is known of it, in the order in which one file set goes before another. */
    enum Reach {
        NO,
        /** The writer says nothing of its files, or nothing that has a meaning here. */
        UNKNOWN,
        YES;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern WILDCARD = Pattern.compile("[*?]");

    private final List<WriterMetadata> writers;
    private final List<Path> copied;
    private final NamedPlace.Variables variables;

    /**
     * The reach of writers in what was copied.
     *
     * @param writers those whose files are known
     * @param copied real paths of folders, with all below them, or of files
     * @param variables those of the machine
     */
    WriterReach(List<WriterMetadata> writers, List<Path> copied, NamedPlace.Variables variables) {
        this.writers = writers;
        this.copied = copied;
        this.variables = variables;
    }

    /** Whether files of what failed were copied. */
    Reach of(WriterFailure failure) {
        List<FileSet> files = writers.stream()
                .filter(writer -> writer.instanceId().equals(failure.instanceId()))
                .flatMap(
                        writer -> writer.components().stream().filter(component -> belongs(component, failure, writer)))
                .flatMap(WriterReach::files)
                .toList();
        return files.stream().map(this::of).max(Reach::compareTo).orElse(Reach.UNKNOWN);
    }

    /** Whether files of a component alone were copied. */
    Reach of(WriterComponent component) {
        return files(component).map(this::of).max(Reach::compareTo).orElse(Reach.NO);
    }

    /** Whether all files of a component alone were copied, as far as they are there. */
    boolean isWhole(WriterComponent component) {
        return files(component).allMatch(files -> {
            Path place = NamedPlace.of(files.path(), variables);
            return place != null && copied.stream().anyMatch(root -> Files.isDirectory(root) && place.startsWith(root));
        });
    }

    /** The files of a component alone that are named, not by a pattern, and that lie in a folder that was copied. */
    Stream<Path> named(WriterComponent component) {
        return files(component)
                .filter(files -> !files.recursive()
                        && !WILDCARD.matcher(files.fileSpec()).find())
                .flatMap(files -> {
                    Path place = NamedPlace.of(files.path(), variables);
                    return place != null && copied.stream().anyMatch(place::startsWith)
                            ? Stream.of(place.resolve(files.fileSpec()))
                            : Stream.empty();
                });
    }

    /** Whether a component failed: it, or the one that it stands below, or all of the writer. */
    private static boolean belongs(WriterComponent component, WriterFailure failure, WriterMetadata writer) {
        return failure.component().isEmpty()
                || component.fullPath().equals(failure.component())
                || writer.components().stream()
                        .filter(above -> above.fullPath().equals(failure.component()))
                        .anyMatch(above -> above.isAncestorOf(component));
    }

    private static Stream<FileSet> files(WriterComponent component) {
        return Stream.of(component.files(), component.databaseFiles(), component.databaseLogFiles())
                .flatMap(List::stream);
    }

    private Reach of(FileSet files) {
        Reach named = of(files, files.path());
        return files.alternateLocation().isEmpty()
                ? named
                : Stream.of(named, of(files, files.alternateLocation()))
                        .max(Reach::compareTo)
                        .orElseThrow();
    }

    private Reach of(FileSet files, String folder) {
        Path place = NamedPlace.of(folder, variables);
        if (place == null) {
            return Reach.UNKNOWN;
        }
        return copied.stream().anyMatch(root -> reaches(files, place, root)) ? Reach.YES : Reach.NO;
    }

    private static boolean reaches(FileSet files, Path folder, Path root) {
        if (folder.startsWith(root)) {
            return true;
        }
        if (Files.isDirectory(root)) {
            return files.recursive() && root.startsWith(folder);
        }
        Path name = root.getFileName();
        return name != null
                && (files.recursive() ? root.startsWith(folder) : folder.equals(root.getParent()))
                && matches(files.fileSpec(), name.toString());
    }

    /** Whether a name is one of those of a file specification, where capitals do not count and *.* is every name. */
    private static boolean matches(String fileSpec, String name) {
        UnaryOperator<String> regex = part -> switch (part) {
            case "*" -> ".*";
            case "?" -> ".?";
            default -> Pattern.quote(part);
        };
        String spec = fileSpec.equals("*.*") ? "*" : fileSpec;
        String pattern = Pattern.compile("[*?]|[^*?]+")
                .matcher(spec)
                .replaceAll(match -> Matcher.quoteReplacement(regex.apply(match.group())));
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(name)
                .matches();
    }
}
