package org.vss4j.writer;

/**
 * When a writer takes part in a restore, as a {@code VSS_WRITERRESTORE_ENUM}.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vswriter/">vswriter.h</a>
 */
public enum WriterRestore {
    /** Not said. */
    UNDEFINED(0),
    /** Never. */
    NEVER(1),
    /** When a file could not be replaced. */
    IF_REPLACE_FAILS(2),
    /** Always. */
    ALWAYS(3);

    private final int value;

    WriterRestore(int value) {
        this.value = value;
    }

    /**
     * The number that Microsoft gives it.
     *
     * @return a {@code VSS_WRITERRESTORE_ENUM}
     */
    public int value() {
        return value;
    }

    /**
     * The constant with a number.
     *
     * @param value a {@code VSS_WRITERRESTORE_ENUM}
     * @return the constant; {@link #UNDEFINED} for a number that is none
     */
    public static WriterRestore of(int value) {
        for (WriterRestore constant : values()) {
            if (constant.value == value) {
                return constant;
            }
        }
        return UNDEFINED;
    }
}
