package org.vss4j.writer;

/**
 * What kind of program a writer's data comes from, as a {@code VSS_SOURCE_TYPE}.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vswriter/">vswriter.h</a>
 */
public enum SourceType {
    /** Not said. */
    UNDEFINED(0),
    /** A database with transactions. */
    TRANSACTED_DATABASE(1),
    /** A database without transactions. */
    NON_TRANSACTED_DATABASE(2),
    /** Something else than a database. */
    OTHER(3);

    private final int value;

    SourceType(int value) {
        this.value = value;
    }

    /**
     * The number that Microsoft gives it.
     *
     * @return a {@code VSS_SOURCE_TYPE}
     */
    public int value() {
        return value;
    }

    /**
     * The constant with a number.
     *
     * @param value a {@code VSS_SOURCE_TYPE}
     * @return the constant; {@link #UNDEFINED} for a number that is none
     */
    public static SourceType of(int value) {
        for (SourceType constant : values()) {
            if (constant.value == value) {
                return constant;
            }
        }
        return UNDEFINED;
    }
}
