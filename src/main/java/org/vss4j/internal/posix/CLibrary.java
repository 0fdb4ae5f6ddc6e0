package org.vss4j.internal.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Set;

/** The C library's functions. Each is linked when the class that holds its handle is first used. */
final class CLibrary {

    /** All that this package calls. */
    static final Set<String> NAMES = Set.of(
            "close",
            "copy_file_range",
            "fchmod",
            "fchmodat",
            "fchownat",
            "fcntl",
            "fdatasync",
            "fsync",
            "ftruncate",
            "futimens",
            "getdents64",
            "geteuid",
            "getxattr",
            "linkat",
            "lseek",
            "mkdirat",
            "openat",
            "prctl",
            "pread",
            "read",
            "readlinkat",
            "renameat2",
            "statvfs",
            "statx",
            "symlinkat",
            "syncfs",
            "unlinkat",
            "utimensat",
            "write");

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();

    private CLibrary() {}

    static boolean has(String function) {
        return SYMBOLS.find(function).isPresent();
    }

    /** Links a function that returns an int and reports by errno. */
    static MethodHandle intFunction(String name, MemoryLayout... parameters) {
        return link(name, FunctionDescriptor.of(JAVA_INT, parameters), SystemCall.ERRNO);
    }

    /** Links a function that returns a long, a size or an offset, and reports by errno. */
    static MethodHandle longFunction(String name, MemoryLayout... parameters) {
        return link(name, FunctionDescriptor.of(JAVA_LONG, parameters), SystemCall.ERRNO);
    }

    /** Links a function as {@link #intFunction} does, whose parameters are not all declared. */
    static MethodHandle variadicFunction(String name, int declared, MemoryLayout... parameters) {
        return link(
                name,
                FunctionDescriptor.of(JAVA_INT, parameters),
                SystemCall.ERRNO,
                Linker.Option.firstVariadicArg(declared));
    }

    /** Links a function that returns an int and never fails. */
    static MethodHandle infallible(String name) {
        return link(name, FunctionDescriptor.of(JAVA_INT));
    }

    private static MethodHandle link(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        MemorySegment address =
                SYMBOLS.find(name).orElseThrow(() -> new UnsatisfiedLinkError("the C library does not export " + name));
        return LINKER.downcallHandle(address, descriptor, options);
    }
}
