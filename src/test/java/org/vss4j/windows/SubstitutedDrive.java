package org.vss4j.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A drive that stands for a folder, as SUBST makes one. */
final class SubstitutedDrive implements AutoCloseable {
    private static final String NAME = "S:";
    private static final int DDD_REMOVE_DEFINITION = 2;

    // BOOL DefineDosDeviceW(DWORD dwFlags, LPCWSTR lpDeviceName, LPCWSTR lpTargetPath)
    private static final MethodHandle DEFINE = Linker.nativeLinker()
            .downcallHandle(
                    SymbolLookup.libraryLookup("kernel32.dll", Arena.global())
                            .find("DefineDosDeviceW")
                            .orElseThrow(),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

    private SubstitutedDrive() {}

    static SubstitutedDrive of(Path folder) {
        if (define(0, folder.toString()) == 0) {
            throw new AssertionError("There is no drive " + NAME + " for " + folder);
        }
        return new SubstitutedDrive();
    }

    Path root() {
        return Path.of(NAME + "\\");
    }

    /** Wine 8 keeps the drive, and lets the next test define it anew. */
    @Override
    public void close() {
        int unused = define(DDD_REMOVE_DEFINITION, null);
    }

    private static int define(int flags, @Nullable String target) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(NAME, StandardCharsets.UTF_16LE);
            MemorySegment folder =
                    target == null ? MemorySegment.NULL : arena.allocateFrom(target, StandardCharsets.UTF_16LE);
            return (int) DEFINE.invokeExact(flags, name, folder);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
