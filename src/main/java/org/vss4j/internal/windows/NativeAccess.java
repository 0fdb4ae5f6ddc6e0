package org.vss4j.internal.windows;

import java.lang.foreign.MemorySegment;

/** The permission to call native code, which the user of the JVM gives by a flag. */
public final class NativeAccess {
    /** Whether it has been given; then it stays. Not volatile: who does not see it yet asks once more. */
    private static boolean given;

    private NativeAccess() {}

    /**
     * Fails where native access is denied. Where the JVM only warns, the first call lets it warn.
     *
     * @throws IllegalCallerException naming the flag that gives the permission
     */
    public static void require() {
        if (!given) {
            ask();
            given = true;
        }
    }

    private static void ask() {
        try {
            // A restricted method without an effect: it reads and writes nothing.
            MemorySegment.NULL.reinterpret(0);
        } catch (IllegalCallerException denied) {
            throw new IllegalCallerException(
                    "vss4j may not call native code: start Java with --enable-native-access=" + flagValue(), denied);
        }
    }

    private static String flagValue() {
        Module module = NativeAccess.class.getModule();
        return module.isNamed() ? module.getName() : "ALL-UNNAMED";
    }
}
