package org.vss4j.internal.windows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.vss4j.internal.bindings.CloseHandleFn;
import org.vss4j.internal.bindings.GetCurrentProcessFn;
import org.vss4j.internal.bindings.GetTokenInformationFn;
import org.vss4j.internal.bindings.OpenProcessTokenFn;
import org.vss4j.internal.bindings.Vssapi;

/** Whether this process runs with the full rights of its account. */
public final class Elevation {
    private Elevation() {}

    /**
     * Tells whether the process is known not to be elevated.
     *
     * @return true if Windows says so; false if it is elevated, if Windows cannot tell, and off Windows
     */
    public static boolean isMissing() {
        return Platform.isWindows() && !Token.isElevated();
    }

    /** The process's access token. */
    private static final class Token {
        private static final SystemLibrary KERNEL32 = new SystemLibrary("kernel32.dll");
        private static final SystemLibrary ADVAPI32 = new SystemLibrary("advapi32.dll");

        static boolean isElevated() {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
                MemorySegment process = GetCurrentProcessFn.invoke(KERNEL32.function("GetCurrentProcess"));
                int opened = OpenProcessTokenFn.invoke(
                        ADVAPI32.function("OpenProcessToken"), process, Vssapi.TOKEN_QUERY(), out);
                if (opened == 0) {
                    return true;
                }
                MemorySegment token = out.get(ValueLayout.ADDRESS, 0);
                try {
                    return isElevated(token, arena);
                } finally {
                    int unused = CloseHandleFn.invoke(KERNEL32.function("CloseHandle"), token);
                }
            }
        }

        private static boolean isElevated(MemorySegment token, Arena arena) {
            // A TOKEN_ELEVATION: one DWORD, not zero if the token is elevated.
            MemorySegment elevation = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
            int told = GetTokenInformationFn.invoke(
                    ADVAPI32.function("GetTokenInformation"),
                    token,
                    Vssapi.TokenElevation(),
                    elevation,
                    (int) elevation.byteSize(),
                    length);
            return told == 0 || elevation.get(ValueLayout.JAVA_INT, 0) != 0;
        }
    }
}
