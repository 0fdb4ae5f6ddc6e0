package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.FileMark;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Presence;
import org.vss4j.internal.files.Reason;

/**
 * What must be undone if a process dies. May be performed any number of times, also after it was performed in part: it
 * looks at what there is.
 */
public sealed interface Undo {

    /**
     * Undoes it, as far as there is something to undo.
     *
     * @param culprit who left it, for the line
     * @param checkpoint called often; what it throws ends this
     * @return one line that tells what was done; null if there was nothing to do
     * @throws IOException one line that tells what could not be done
     */
    @Nullable
    String perform(String culprit, Runnable checkpoint) throws IOException;

    /** Returns the paths in question, in the order of the components. */
    List<Path> paths();

    /** Returns what stays where it is as long as it has not been undone. */
    Path subject();

    /** Returns the folder that has what is to be undone; empty if there is nothing to find. */
    default Optional<Path> folder() {
        return Optional.ofNullable(subject().toAbsolutePath().getParent());
    }

    /** Returns what the subject is, in some words, before those that tell by whom. */
    String describe();

    /** Something that has no place in the end is deleted. */
    record Delete(Path path) implements Undo {

        @Override
        public @Nullable String perform(String culprit, Runnable checkpoint) throws IOException {
            boolean missing = !Presence.of(path);
            try {
                FileTrees.delete(path, checkpoint);
                forceNamesAround(path);
            } catch (IOException e) {
                throw new IOException("could not remove " + PathText.of(path) + ": " + e.getMessage(), e);
            }
            return missing ? null : "removed " + PathText.of(path) + " left by " + culprit;
        }

        @Override
        public List<Path> paths() {
            return List.of(path);
        }

        @Override
        public Path subject() {
            return path;
        }

        @Override
        public String describe() {
            return "left";
        }
    }

    /**
     * Something that is whole, and of which others have been told, gets its place, unless something is there: then it is kept
     * where it is.
     *
     * @param path where it is
     * @param target its place
     */
    record Deliver(Path path, Path target) implements Undo {

        @Override
        public @Nullable String perform(String culprit, Runnable checkpoint) throws IOException {
            if (!Presence.of(path)) {
                return null;
            }
            if (Presence.of(target)) {
                return "kept " + PathText.of(path) + ", which " + culprit
                        + " had copied whole, and told the writers so: " + PathText.of(target)
                        + ", where it belongs, is there already; delete the one that you do not want";
            }
            try {
                Disk.of(path).move(path, target);
                forceNamesAround(target);
            } catch (IOException e) {
                throw new IOException(
                        "could not move " + PathText.of(path) + " to " + PathText.of(target) + ", where it belongs: "
                                + Reason.of(e),
                        e);
            }
            return "made " + PathText.of(target) + " of what " + culprit + " had copied whole, and told the writers so";
        }

        @Override
        public List<Path> paths() {
            return List.of(path, target);
        }

        @Override
        public Path subject() {
            return path;
        }

        @Override
        public String describe() {
            return "copied whole for " + PathText.of(target);
        }
    }

    /**
     * Something that was moved aside is put back. If its place has been taken by its replacement, it is deleted, when that
     * is on the disk; if by something else, whoever made that, it is kept where it is: nothing else may have what it holds.
     *
     * @param aside where it is
     * @param original its place
     * @param replacement where its replacement is until that is moved to the place
     * @param mark what the replacement is known by there; if it has none, it is there when it is not where it was
     */
    record Restore(Path aside, Path original, Path replacement, Optional<FileMark> mark) implements Undo {

        @Override
        public @Nullable String perform(String culprit, Runnable checkpoint) throws IOException {
            if (!Presence.of(aside)) {
                return null;
            }
            if (Presence.of(original)) {
                return isReplaced() ? delete(culprit, checkpoint) : kept(culprit);
            }
            try {
                Disk.of(original).move(aside, original);
                forceNamesAround(original);
            } catch (IOException e) {
                throw new IOException(
                        "could not put back " + PathText.of(original) + " from " + PathText.of(aside) + ": "
                                + Reason.of(e),
                        e);
            }
            return "put back " + PathText.of(original) + ", moved aside by " + culprit;
        }

        private @Nullable String delete(String culprit, Runnable checkpoint) throws IOException {
            try {
                forceNamesAround(original);
            } catch (IOException e) {
                throw new IOException(
                        "kept " + PathText.of(aside) + ", which was " + PathText.of(original)
                                + ": after a power cut its replacement may not be there: " + Reason.of(e),
                        e);
            }
            return new Delete(aside).perform(culprit, checkpoint);
        }

        private boolean isReplaced() throws IOException {
            if (Presence.of(replacement)) {
                return false;
            } else if (mark.isEmpty()) {
                return true;
            }
            try {
                return FileMark.of(original).filter(mark.get()::matches).isPresent();
            } catch (IOException e) {
                throw Reason.naming(original, e);
            }
        }

        private String kept(String culprit) {
            return "kept " + PathText.of(aside) + ", which was " + PathText.of(original) + " until " + culprit
                    + " moved it aside: something else is in its place";
        }

        @Override
        public List<Path> paths() {
            return List.of(aside, original, replacement);
        }

        @Override
        public Path subject() {
            return aside;
        }

        @Override
        public String describe() {
            return "which was " + PathText.of(original) + " and may have been moved aside";
        }
    }

    /**
     * Shadow copies are put on record: whether they are there, and how to delete them, only the service knows that made
     * them.
     *
     * @param file where the record goes
     */
    record PutOnRecord(Path file, OrphanRecord orphan) implements Undo {

        @Override
        public String perform(String culprit, Runnable checkpoint) throws IOException {
            try {
                Orphans.put(file, orphan);
            } catch (IOException e) {
                throw new IOException(
                        "could not put on record the shadow copies "
                                + orphan.copies().keySet() + " of the set " + orphan.setId() + ": " + e.getMessage(),
                        e);
            }
            return "shadow copies of the set " + orphan.setId() + " were not given back by " + culprit
                    + ": see vss4j orphans";
        }

        @Override
        public List<Path> paths() {
            return List.of(file);
        }

        @Override
        public Path subject() {
            return file;
        }

        @Override
        public Optional<Path> folder() {
            return Optional.empty();
        }

        @Override
        public String describe() {
            return "not given back";
        }
    }

    /** What it undoes is undone after a power cut too, for the note will not be there then; also what others undid. */
    private static void forceNamesAround(Path path) throws IOException {
        Path folder = Objects.requireNonNull(path.getParent());
        if (Presence.of(folder)) {
            Disk.of(folder).forceNames(folder);
        }
    }
}
