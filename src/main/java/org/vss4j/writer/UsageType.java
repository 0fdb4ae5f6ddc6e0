package org.vss4j.writer;

/**
 * What a writer's data is used for, as a {@code VSS_USAGE_TYPE}.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vswriter/">vswriter.h</a>
 */
public enum UsageType {
    /** Not said. */
    UNDEFINED(0),
    /** Part of the state that the system needs to start. */
    BOOTABLE_SYSTEM_STATE(1),
    /** A service of the system, or a program that is important to it. */
    SYSTEM_SERVICE(2),
    /** Data of users. */
    USER_DATA(3),
    /** None of these. */
    OTHER(4);

    private final int value;

    UsageType(int value) {
        this.value = value;
    }

    /**
     * The number that Microsoft gives it.
     *
     * @return a {@code VSS_USAGE_TYPE}
     */
    public int value() {
        return value;
    }

    /**
     * The constant with a number.
     *
     * @param value a {@code VSS_USAGE_TYPE}
     * @return the constant; {@link #UNDEFINED} for a number that is none
     */
    public static UsageType of(int value) {
        for (UsageType constant : values()) {
            if (constant.value == value) {
                return constant;
            }
        }
        return UNDEFINED;
    }
}
