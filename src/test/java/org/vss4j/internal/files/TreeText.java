package org.vss4j.internal.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A tree as text, to compare it: all that a copy keeps, except the times of the last access, which reading changes. */
public final class TreeText {
    private TreeText() {}

    /** Returns a line for each entry; none if there is nothing. */
    public static String of(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (Path entry : entries(root)) {
            BasicFileAttributes attributes =
                    Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            text.append(root.relativize(entry).toUri().getRawPath())
                    .append(' ')
                    .append(attributes.lastModifiedTime())
                    .append(' ');
            if (attributes.isSymbolicLink()) {
                text.append("-> ").append(Files.readSymbolicLink(entry));
            } else {
                text.append(permissions(entry))
                        .append(' ')
                        .append(attributes.isRegularFile() ? Files.readString(entry, ISO_8859_1) : "folder");
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** What there is of them: nothing on Windows. */
    private static String permissions(Path entry) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(entry, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return view == null
                ? ""
                : PosixFilePermissions.toString(view.readAttributes().permissions());
    }

    private static List<Path> entries(Path root) throws IOException {
        try (Stream<Path> entries = Files.walk(root)) {
            return entries.sorted().toList();
        }
    }

    /** Returns the names in a directory, sorted. */
    public static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
