package org.vss4j.cli.output;

/** Why an outcome is partial. */
public enum Because {
    /** Something could not be read. */
    UNREADABLE("unreadable"),
    /** A program did not bring files into a consistent state that are among the copied ones, or may be. */
    WRITERS("writers"),
    /** The programs could not be told that the backup is done. */
    NOT_TOLD("not-told"),
    /**
     * All that was asked for is there, but something is left beside it that could not be removed: an old TARGET, or what was
     * made on the way. It is no failure, since nothing of what was made is worse for it; nor is it done, since who looks at
     * exit codes only would find the disk full one day.
     */
    LEFTOVER("leftover");

    private final String word;

    Because(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
