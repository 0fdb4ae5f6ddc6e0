package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.FolderMark;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Presence;

/**
 * What must be undone if a process dies, and what the folder is known by in which that is: where nothing is to be found in
 * another folder, nothing has been undone.
 *
 * @param folder {@link FolderMark#UNKNOWN} if it does not depend on one
 */
public record NotedUndo(Undo undo, FolderMark folder) {
    /** Who undoes what he has noted himself. */
    static final String THIS_PROCESS = "this process";

    /** It cannot be undone, since the folder is not there in which it would be. */
    public static final class OutOfReachException extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean isForGood;

        OutOfReachException(String message, boolean isForGood) {
            super(message);
            this.isForGood = isForGood;
        }

        /** Whether nobody needs it any more: once said, it is forgotten. */
        boolean isForGood() {
            return isForGood;
        }
    }

    /** Looks at the folder as it is now. */
    public static NotedUndo of(Undo undo) {
        return new NotedUndo(undo, undo.folder().map(FolderMark::of).orElse(FolderMark.UNKNOWN));
    }

    /**
     * Undoes it.
     *
     * @throws OutOfReachException if nothing is to be found, and the folder is another one
     * @throws IOException as {@link Undo#perform} does
     */
    @Nullable
    String perform(String culprit, Runnable checkpoint) throws IOException {
        Optional<Path> around = undo.folder();
        if (around.isPresent() && !Presence.of(undo.subject())) {
            requireReach(around.get(), culprit);
        }
        return undo.perform(culprit, checkpoint);
    }

    /** Whether what is to be undone is there, or has been undone: its folder is the one that it was. */
    boolean isInReach() throws IOException {
        Optional<Path> around = undo.folder();
        return around.isEmpty() || Presence.of(undo.subject()) || folder.fateOf(around.get()) == FolderMark.Fate.THERE;
    }

    private void requireReach(Path around, String culprit) throws OutOfReachException {
        String what = PathText.of(undo.subject()) + ", " + undo.describe() + " by " + culprit + ", ";
        switch (folder.fateOf(around)) {
            case THERE -> {}
            case GONE -> {
                boolean isForGood = undo instanceof Undo.Delete;
                throw new OutOfReachException(
                        isForGood
                                ? "did not remove " + what
                                        + "if it is still there: the folder around it has been moved or deleted"
                                : "could not find " + what
                                        + "since the folder around it has been moved or deleted: move it back",
                        isForGood);
            }
            case OFF ->
                throw new OutOfReachException(
                        "could not find " + what
                                + "since the folder around it is not the one that it was, as when its disk is not mounted: mount that",
                        false);
        }
    }
}
