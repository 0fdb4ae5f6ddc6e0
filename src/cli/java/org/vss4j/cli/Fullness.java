package org.vss4j.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** How much there is in a tree of files, or in a single file: enough to tell what has become empty. */
enum Fullness {
    /** Folders, and nothing in them. */
    FOLDERS,
    /** Files, all of them of no bytes. */
    EMPTY_FILES,
    /** A file with contents, or a symbolic link. */
    CONTENTS;

    /** What has been copied, by its numbers. */
    static Fullness of(long files, long bytes, long links) {
        if (bytes > 0 || links > 0) {
            return CONTENTS;
        }
        return files > 0 ? EMPTY_FILES : FOLDERS;
    }

    /** What there is now; looks no further than the first contents. What cannot be read counts as contents. */
    static Fullness of(Path tree) throws IOException {
        Search search = new Search();
        Files.walkFileTree(tree, search);
        return search.found;
    }

    private static final class Search extends SimpleFileVisitor<Path> {
        private Fullness found = FOLDERS;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found = attributes.isRegularFile() && attributes.size() == 0 ? EMPTY_FILES : CONTENTS;
            return found == CONTENTS ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            found = CONTENTS;
            return FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
