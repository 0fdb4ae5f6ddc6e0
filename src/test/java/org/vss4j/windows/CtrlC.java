package org.vss4j.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * A program that presses Ctrl-C on the console of another process. It has to be a process of its own, since a process has
 * one console, and whoever is attached to that one gets the signal.
 */
final class CtrlC {
    private static final int CTRL_C_EVENT = 0;
    private static final int ALL_OF_THE_CONSOLE = 0;
    private static final SymbolLookup KERNEL32 = SymbolLookup.libraryLookup("kernel32.dll", Arena.global());

    // BOOL FreeConsole(void)
    private static final MethodHandle FREE_CONSOLE = handle("FreeConsole", FunctionDescriptor.of(JAVA_INT));
    // BOOL AttachConsole(DWORD dwProcessId)
    private static final MethodHandle ATTACH_CONSOLE =
            handle("AttachConsole", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    // BOOL SetConsoleCtrlHandler(PHANDLER_ROUTINE HandlerRoutine, BOOL Add); NULL and TRUE: the signal is ignored
    private static final MethodHandle SET_HANDLER =
            handle("SetConsoleCtrlHandler", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    // BOOL GenerateConsoleCtrlEvent(DWORD dwCtrlEvent, DWORD dwProcessGroupId)
    private static final MethodHandle GENERATE =
            handle("GenerateConsoleCtrlEvent", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private CtrlC() {}

    private static MethodHandle handle(String function, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(KERNEL32.find(function).orElseThrow(), descriptor);
    }

    /** Takes the id of the process. */
    public static void main(String... arguments) throws Throwable {
        int unused = (int) FREE_CONSOLE.invokeExact();
        require("AttachConsole", (int) ATTACH_CONSOLE.invokeExact(Integer.parseInt(arguments[0])));
        require("SetConsoleCtrlHandler", (int) SET_HANDLER.invokeExact(MemorySegment.NULL, 1));
        require("GenerateConsoleCtrlEvent", (int) GENERATE.invokeExact(CTRL_C_EVENT, ALL_OF_THE_CONSOLE));
    }

    private static void require(String function, int success) {
        if (success == 0) {
            throw new IllegalStateException(function + " failed");
        }
    }
}
