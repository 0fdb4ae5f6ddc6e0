package org.vss4j.internal.windows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;

/** A library of Windows, loaded by its full path in the system directory, so that none of that name elsewhere is taken. */
public final class SystemLibrary {
    private final String name;
    private final SymbolLookup symbols;

    public SystemLibrary(String name) {
        this.name = name;
        // Never unloaded: the process keeps the system's libraries.
        this.symbols = SymbolLookup.libraryLookup(Path.of(Kernel32.systemDirectory(), name), Arena.global());
    }

    /**
     * The address of an exported function.
     *
     * @throws UnsatisfiedLinkError if the library does not export it
     */
    public MemorySegment function(String function) {
        return symbols.find(function)
                .orElseThrow(() -> new UnsatisfiedLinkError(name + " does not export " + function));
    }
}
