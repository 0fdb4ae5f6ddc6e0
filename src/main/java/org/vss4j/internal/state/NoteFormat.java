package org.vss4j.internal.state;

import java.net.URI;
import java.nio.file.Path;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Optional;
import org.vss4j.internal.files.FileMark;
import org.vss4j.internal.files.FolderMark;

/**
 * The text of a note: a line that names the format, one that names the kind, one that tells by what the folder is known that
 * it is about, then one line per path. A path is written as its URI, which is ASCII and has every byte of every name. The path of a record is followed by its lines, and the
 * paths of what is to be put back by the mark of its replacement.
 */
public final class NoteFormat {

    private static final String VERSION = "vss4j note 2";
    private static final String DELETE = "delete";
    private static final String DELIVER = "deliver";
    private static final String RESTORE = "restore";
    private static final String NO_MARK = "none";
    private static final String PUT_ON_RECORD = "put-on-record";

    /** The lines before those of the kind. */
    private static final int HEAD = 3;

    private NoteFormat() {}

    public static String write(NotedUndo noted) {
        Undo undo = noted.undo();
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        text.append(kind(undo)).append('\n');
        text.append(noted.folder().text()).append('\n');
        for (Path path : undo.paths()) {
            text.append(path.toUri()).append('\n');
        }
        if (undo instanceof Undo.PutOnRecord record) {
            record.orphan().lines().forEach(line -> text.append(line).append('\n'));
        } else if (undo instanceof Undo.Restore restore) {
            text.append(restore.mark().map(FileMark::text).orElse(NO_MARK)).append('\n');
        }
        return text.toString();
    }

    private static String kind(Undo undo) {
        return switch (undo) {
            case Undo.Delete unused -> DELETE;
            case Undo.Deliver unused -> DELIVER;
            case Undo.Restore unused -> RESTORE;
            case Undo.PutOnRecord unused -> PUT_ON_RECORD;
        };
    }

    /**
     * Returns what {@link #write} was given.
     *
     * @throws IllegalArgumentException if the text is not of this format
     */
    static NotedUndo read(String text, FileSystemProvider provider) {
        List<String> lines = text.lines().toList();
        if (lines.size() < HEAD || !text.endsWith("\n") || !lines.getFirst().equals(VERSION)) {
            throw new IllegalArgumentException("it does not begin with '" + VERSION + "', or is not complete");
        }
        Undo undo = undo(lines.get(1), lines.subList(HEAD, lines.size()), provider);
        return new NotedUndo(undo, FolderMark.parse(lines.get(2)));
    }

    private static Undo undo(String kind, List<String> rest, FileSystemProvider provider) {
        if (kind.equals(PUT_ON_RECORD) && !rest.isEmpty()) {
            return new Undo.PutOnRecord(path(rest.getFirst(), provider), OrphanRecord.of(rest.subList(1, rest.size())));
        } else if (kind.equals(RESTORE) && rest.size() == 4) {
            return new Undo.Restore(
                    path(rest.getFirst(), provider),
                    path(rest.get(1), provider),
                    path(rest.get(2), provider),
                    mark(rest.getLast()));
        } else if (kind.equals(DELETE) && rest.size() == 1) {
            return new Undo.Delete(path(rest.getFirst(), provider));
        } else if (kind.equals(DELIVER) && rest.size() == 2) {
            return new Undo.Deliver(path(rest.getFirst(), provider), path(rest.getLast(), provider));
        }
        throw new IllegalArgumentException("'" + kind + "' of " + rest.size() + " lines is not known");
    }

    private static Path path(String line, FileSystemProvider provider) {
        return provider.getPath(URI.create(line));
    }

    private static Optional<FileMark> mark(String line) {
        return line.equals(NO_MARK) ? Optional.empty() : Optional.of(FileMark.parse(line));
    }
}
