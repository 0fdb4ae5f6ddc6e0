package org.vss4j.simulator;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.NamedPlace;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.WriterMetadata;

/** The files that writers want in no shadow copy, as far as the names of their folders mean something here. Immutable. */
final class FilesNotInSnapshot {
    private static final String ANY_WITH_DOT = "*.*";

    private final List<Names> all;

    private FilesNotInSnapshot(List<Names> all) {
        this.all = all;
    }

    private record Names(Path folder, Pattern name, boolean recursive) {
        boolean contain(Path file) {
            Path parent = file.getParent();
            return parent != null
                    && (recursive ? parent.startsWith(folder) : parent.equals(folder))
                    && name.matcher(file.getFileName().toString()).matches();
        }
    }

    static FilesNotInSnapshot of(Stream<WriterMetadata> writers) {
        return new FilesNotInSnapshot(writers.flatMap(writer -> writer.excludedFromSnapshot().stream())
                .map(FilesNotInSnapshot::names)
                .filter(Objects::nonNull)
                .toList());
    }

    private static @Nullable Names names(FileSet files) {
        Path folder = NamedPlace.of(files.path(), System::getenv);
        return folder == null ? null : new Names(folder, pattern(files.fileSpec()), files.recursive());
    }

    /** As Windows reads the wildcards: whatever the case, and a star, a dot and a star are all names. */
    private static Pattern pattern(String fileSpec) {
        String text = fileSpec.equals(ANY_WITH_DOT) ? "*" : fileSpec;
        StringBuilder expression = new StringBuilder();
        text.codePoints()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .forEach(expression::append);
        return Pattern.compile(expression.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    /** Whether a file of a volume is one of them. A folder is none, whatever its name. */
    boolean contains(Path file) {
        return all.stream().anyMatch(names -> names.contain(file))
                && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }
}
