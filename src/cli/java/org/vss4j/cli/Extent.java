package org.vss4j.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.FileKey;
import org.vss4j.internal.state.Exclusions;

/**
 * How much there is to be copied, counted beforehand.
 *
 * @param files files and symbolic links
 * @param bytes the contents of the files; a hole of a sparse file counts, since it is filled
 */
record Extent(long files, long bytes) {

    /**
     * Counts what there is in a tree, or in a single file. What cannot be read is not counted, nor what lies deeper than
     * the longest path.
     *
     * @param exclusions what is no part of the copy
     * @param room told each entry
     * @param checkpoint called before each entry; what it throws ends the counting
     */
    static Extent of(Path tree, Exclusions exclusions, Room room, Runnable checkpoint) throws IOException {
        Counter counter = new Counter(exclusions, room, checkpoint);
        Files.walkFileTree(tree, counter);
        return new Extent(counter.files, counter.bytes);
    }

    private static final class Counter extends SimpleFileVisitor<Path> {
        private final Exclusions exclusions;
        private final Room room;
        private final Runnable checkpoint;
        private long files;
        private long bytes;

        Counter(Exclusions exclusions, Room room, Runnable checkpoint) {
            this.exclusions = exclusions;
            this.room = room;
            this.checkpoint = checkpoint;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            checkpoint.run();
            boolean excluded = exclusions.contains(directory)
                    || FileKey.of(directory).filter(exclusions::contains).isPresent();
            if (excluded) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            room.folder();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            checkpoint.run();
            if (!exclusions.contains(file)) {
                count(attributes);
            }
            return FileVisitResult.CONTINUE;
        }

        private void count(BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                files++;
                bytes = Room.sum(bytes, attributes.size());
                room.file(attributes.size());
            } else if (attributes.isSymbolicLink()) {
                files++;
                room.link();
            }
        }

        // What cannot be read is named by the copy itself.
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
