package org.vss4j.cli.output;

/** Why an outcome is partial. */
public enum Because {
    /** Something could not be read. */
    UNREADABLE("unreadable"),
    /** A program did not bring files into a consistent state that are among the copied ones, or may be. */
    WRITERS("writers"),
    /** The programs could not be told that the backup is done. */
    NOT_TOLD("not-told");

    private final String word;

    Because(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
