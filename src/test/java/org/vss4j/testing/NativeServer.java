package org.vss4j.testing;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;

/** The library that the build makes of src/test/native, and of which it says where it lies. */
public final class NativeServer {
    /** The tag of tests that need it. */
    public static final String TAG = "native-server";

    private static final Path FILE = Path.of(System.getProperty("vss4j.native.library"));
    private static final SymbolLookup SYMBOLS = SymbolLookup.libraryLookup(FILE, Arena.global());

    private NativeServer() {}

    /** The library itself. */
    public static Path file() {
        return FILE;
    }

    /** The address of a function that it exports. */
    public static MemorySegment function(String name) {
        return SYMBOLS.find(name).orElseThrow(() -> new UnsatisfiedLinkError(FILE + " does not export " + name));
    }
}
