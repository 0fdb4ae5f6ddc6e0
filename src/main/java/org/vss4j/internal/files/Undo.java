package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must be undone if a process dies. May be performed any number of times, also after it was performed in part: it
 * looks at what there is.
 */
sealed interface Undo {

    /**
     * Undoes it, as far as there is something to undo.
     *
     * @param culprit who left it, for the line
     * @return one line that tells what was done; null if there was nothing to do
     */
    @Nullable
    String perform(String culprit) throws IOException;

    /** Returns what {@link #perform} does, to follow "could not". */
    String intention();

    /** Returns the paths in question, in the order of the components. */
    List<Path> paths();

    /** Something that has no place in the end is deleted. */
    record Delete(Path path) implements Undo {

        @Override
        public @Nullable String perform(String culprit) throws IOException {
            if (isMissing(path)) {
                return null;
            }
            FileTrees.delete(path);
            return "removed " + PathText.of(path) + " left by " + culprit;
        }

        @Override
        public String intention() {
            return "remove " + PathText.of(path);
        }

        @Override
        public List<Path> paths() {
            return List.of(path);
        }
    }

    /** Something that was moved aside is put back, unless its place has been taken: then it is deleted. */
    record Restore(Path aside, Path original) implements Undo {

        @Override
        public @Nullable String perform(String culprit) throws IOException {
            if (isMissing(aside)) {
                return null;
            }
            if (!isMissing(original)) {
                return new Delete(aside).perform(culprit);
            }
            try {
                Files.move(aside, original);
            } catch (IOException e) {
                throw Reason.naming(original, e);
            }
            return "put back " + PathText.of(original) + ", moved aside by " + culprit;
        }

        @Override
        public String intention() {
            return "put back " + PathText.of(original) + " from " + PathText.of(aside);
        }

        @Override
        public List<Path> paths() {
            return List.of(aside, original);
        }
    }

    private static boolean isMissing(Path path) throws IOException {
        try {
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return false;
        } catch (NoSuchFileException ignored) {
            return true;
        } catch (IOException e) {
            throw Reason.naming(path, e);
        }
    }
}
