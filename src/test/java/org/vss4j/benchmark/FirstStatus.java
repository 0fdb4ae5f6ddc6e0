package org.vss4j.benchmark;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import org.vss4j.AsyncOperation;

/** A program that asks one operation for its status, and ends. */
final class FirstStatus {
    private FirstStatus() {}

    public static void main(String[] arguments) {
        Path library = Path.of(System.getProperty("vss4j.benchmark.library"));
        try (Arena arena = Arena.ofConfined()) {
            var pending = SymbolLookup.libraryLookup(library, Arena.global())
                    .find("benchmark_pending")
                    .orElseThrow();
            if (AsyncOperation.adopt(pending, arena).status().isTerminal()) {
                throw new AssertionError("It is pending");
            }
        }
    }
}
