package org.vss4j.internal.state;

import java.net.URI;
import java.nio.file.Path;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Optional;
import org.vss4j.internal.files.FileMark;

/**
 * The text of a note: a line that names the format, a line that names the kind, then one line per path. A path is
 * written as its URI, which is ASCII and has every byte of every name. The path of a record is followed by its lines, and the
 * paths of what is to be put back by the mark of its replacement.
 */
public final class NoteFormat {

    private static final String VERSION = "vss4j note 1";
    private static final String DELETE = "delete";
    private static final String RESTORE = "restore";
    private static final String NO_MARK = "none";
    private static final String PUT_ON_RECORD = "put-on-record";

    private NoteFormat() {}

    public static String write(Undo undo) {
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        text.append(kind(undo)).append('\n');
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
            case Undo.Restore unused -> RESTORE;
            case Undo.PutOnRecord unused -> PUT_ON_RECORD;
        };
    }

    /**
     * Returns what {@link #write} was given.
     *
     * @throws IllegalArgumentException if the text is not of this format
     */
    static Undo read(String text, FileSystemProvider provider) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 2 || !text.endsWith("\n") || !lines.getFirst().equals(VERSION)) {
            throw new IllegalArgumentException("it does not begin with '" + VERSION + "', or is not complete");
        }
        String kind = lines.get(1);
        if (kind.equals(PUT_ON_RECORD) && lines.size() > 2) {
            Path file = provider.getPath(URI.create(lines.get(2)));
            return new Undo.PutOnRecord(file, OrphanRecord.of(lines.subList(3, lines.size())));
        }
        if (kind.equals(RESTORE) && lines.size() == 6) {
            List<Path> paths = paths(lines.subList(2, 5), provider);
            return new Undo.Restore(paths.getFirst(), paths.get(1), paths.getLast(), mark(lines.getLast()));
        } else if (kind.equals(DELETE) && lines.size() == 3) {
            return new Undo.Delete(paths(lines.subList(2, 3), provider).getFirst());
        }
        throw new IllegalArgumentException("'" + kind + "' of " + (lines.size() - 2) + " lines is not known");
    }

    private static List<Path> paths(List<String> lines, FileSystemProvider provider) {
        return lines.stream().map(line -> provider.getPath(URI.create(line))).toList();
    }

    private static Optional<FileMark> mark(String line) {
        return line.equals(NO_MARK) ? Optional.empty() : Optional.of(FileMark.parse(line));
    }
}
