package org.vss4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.vss4j.cli.WriterReach.Reach;
import org.vss4j.internal.files.PathText;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ComponentResult;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/** Tells a session which of its components a command has not backed up; so the session tells their writers. */
final class Shortfall {
    private final BackupSession session;

    Shortfall(BackupSession session) {
        this.session = session;
    }

    private interface Reason {
        Optional<String> of(WriterMetadata writer, WriterComponent component);
    }

    /** Nothing has been backed up. */
    void all(String reason) {
        fail((writer, component) -> Optional.of(reason));
    }

    /**
     * Some files could not be read: what has one of them, or may have, has failed.
     *
     * @param missing the live paths of those that are known
     * @param count how many there are
     */
    void unread(List<Path> missing, long count) {
        if (count > missing.size()) {
            all(count + " files could not be read");
        }
        for (Path each : missing) {
            WriterReach reach = new WriterReach(List.of(), List.of(each), System::getenv);
            fail((writer, component) -> reach.of(component) == Reach.NO
                    ? Optional.empty()
                    : Optional.of(PathText.of(each) + " could not be read"));
        }
    }

    /**
     * Some links were copied as links: what should have the contents of one of them, or may have to, has failed.
     *
     * @param links their live paths, as far as these are known
     * @param count how many there are
     */
    void linked(List<Path> links, long count) {
        if (count > links.size()) {
            all(count + " links lead to what was not copied");
        }
        for (Path each : links) {
            WriterReach reach = new WriterReach(List.of(), List.of(each), System::getenv);
            fail((writer, component) -> reach.of(component) == Reach.NO
                    ? Optional.empty()
                    : Optional.of(PathText.of(each) + " is a link, and what it leads to was not copied"));
        }
    }

    /**
     * A file that is named, and not by a pattern, is needed: what has one that is not in the copy has failed. A pattern may
     * match nothing.
     *
     * @param source the live path of what was copied
     * @param copy where it was copied to
     */
    void absent(Path source, Path copy) {
        WriterReach reach = new WriterReach(List.of(), List.of(source), System::getenv);
        fail((writer, component) -> reach.named(component)
                .filter(file -> !isThere(copy.resolve(source.relativize(file)), file))
                .findFirst()
                .map(file -> PathText.of(file) + " is not there"));
    }

    /** Whether there is a file of this name, where capitals do not count; a link has to lead to something at its live place. */
    private static boolean isThere(Path file, Path place) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return !Files.isSymbolicLink(file) || Files.exists(place);
        }
        String name = file.getFileName().toString();
        try (Stream<Path> beside = Files.list(Objects.requireNonNull(file.getParent()))) {
            return beside.map(Path::getFileName)
                    .filter(other -> other.toString().equalsIgnoreCase(name))
                    .anyMatch(other -> isThere(file.resolveSibling(other), place.resolveSibling(other)));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** Only what lies in one place was copied: what has files elsewhere, or may have, has failed. */
    void notBelow(Path source) {
        WriterReach reach = new WriterReach(List.of(), List.of(source), System::getenv);
        fail((writer, component) -> reach.isWhole(component)
                ? Optional.empty()
                : Optional.of("not all of its files are in " + PathText.of(source)));
    }

    private void fail(Reason reason) {
        for (ComponentResult result : session.componentResults()) {
            WriterMetadata writer = result.component().writer();
            WriterComponent added = result.component().component();
            Stream.concat(
                            Stream.of(added),
                            writer.components().stream()
                                    .filter(each -> added.isSelectable() && added.isAncestorOf(each)))
                    .forEach(each ->
                            reason.of(writer, each).ifPresent(text -> session.componentFailed(writer, each, text)));
        }
    }
}
