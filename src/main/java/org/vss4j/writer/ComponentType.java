package org.vss4j.writer;

/**
 * What a component is, as a {@code VSS_COMPONENT_TYPE}.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vswriter/">vswriter.h</a>
 */
public enum ComponentType {
    /** Not said. */
    UNDEFINED(0),
    /** A database: its files are database files and log files. */
    DATABASE(1),
    /** A group of files. */
    FILE_GROUP(2);

    private final int value;

    ComponentType(int value) {
        this.value = value;
    }

    /**
     * The number that Microsoft gives it.
     *
     * @return a {@code VSS_COMPONENT_TYPE}
     */
    public int value() {
        return value;
    }

    /**
     * The constant with a number.
     *
     * @param value a {@code VSS_COMPONENT_TYPE}
     * @return the constant; {@link #UNDEFINED} for a number that is none
     */
    public static ComponentType of(int value) {
        for (ComponentType constant : values()) {
            if (constant.value == value) {
                return constant;
            }
        }
        return UNDEFINED;
    }
}
