package org.vss4j.internal.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The functions of kernel32.dll that report by {@code GetLastError}. They are bound by hand, since a generated binding
 * cannot read the last error before the JVM overwrites it; and on first use, since the option that reads it exists on
 * Windows only.
 */
public final class Kernel32 {
    /** The longest name that Windows knows, in UTF-16 units with the terminator. */
    private static final int MAX_NAME = 32_768;

    private static final Linker.Option LAST_ERROR = Linker.Option.captureCallState("GetLastError");
    static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERROR = STATE.varHandle(MemoryLayout.PathElement.groupElement("GetLastError"));
    // kernel32.dll is in every process already, so its bare name finds that one.
    private static final SymbolLookup LIBRARY = SymbolLookup.libraryLookup("kernel32.dll", Arena.global());

    // UINT GetSystemDirectoryW(LPWSTR lpBuffer, UINT uSize)
    private static final MethodHandle GET_SYSTEM_DIRECTORY =
            link("GetSystemDirectoryW", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    // BOOL GetVolumePathNameW(LPCWSTR lpszFileName, LPWSTR lpszVolumePathName, DWORD cchBufferLength)
    private static final MethodHandle GET_VOLUME_PATH_NAME =
            link("GetVolumePathNameW", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    // BOOL GetVolumeNameForVolumeMountPointW(LPCWSTR lpszVolumeMountPoint, LPWSTR lpszVolumeName, DWORD
    // cchBufferLength)
    private static final MethodHandle GET_VOLUME_NAME =
            link("GetVolumeNameForVolumeMountPointW", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    // BOOLEAN CreateSymbolicLinkW(LPCWSTR lpSymlinkFileName, LPCWSTR lpTargetFileName, DWORD dwFlags)
    private static final MethodHandle CREATE_SYMBOLIC_LINK =
            link("CreateSymbolicLinkW", FunctionDescriptor.of(JAVA_BYTE, ADDRESS, ADDRESS, JAVA_INT));

    // HANDLE CreateFileW(LPCWSTR lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode, LPSECURITY_ATTRIBUTES
    // lpSecurityAttributes, DWORD dwCreationDisposition, DWORD dwFlagsAndAttributes, HANDLE hTemplateFile)
    private static final MethodHandle CREATE_FILE = link(
            "CreateFileW",
            FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    // BOOL GetFileInformationByHandleEx(HANDLE hFile, FILE_INFO_BY_HANDLE_CLASS FileInformationClass, LPVOID
    // lpFileInformation, DWORD dwBufferSize)
    private static final MethodHandle GET_FILE_INFORMATION =
            link("GetFileInformationByHandleEx", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    // BOOL CloseHandle(HANDLE hObject)
    private static final MethodHandle CLOSE_HANDLE = link("CloseHandle", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    // BOOL MoveFileExW(LPCWSTR lpExistingFileName, LPCWSTR lpNewFileName, DWORD dwFlags)
    private static final MethodHandle MOVE_FILE =
            link("MoveFileExW", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));

    private static final int SYMBOLIC_LINK_FLAG_DIRECTORY = 1;
    private static final int FILE_SHARE_ALL = 7;
    private static final int OPEN_EXISTING = 3;
    private static final int BACKUP_SEMANTICS_AND_REPARSE_POINT = 0x0220_0000;
    private static final long INVALID_HANDLE = -1;
    private static final int FILE_ID_INFO_CLASS = 18;
    private static final int FILE_ID_INFO_SIZE = 24;

    private Kernel32() {}

    /** The directory of the system's libraries, such as {@code C:\Windows\system32}. */
    public static String systemDirectory() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(2L * MAX_NAME);
            MemorySegment state = arena.allocate(STATE);
            int length = (int) GET_SYSTEM_DIRECTORY.invokeExact(state, name, MAX_NAME);
            if (length == 0) {
                throw new Win32Exception("GetSystemDirectoryW", error(state));
            }
            return WideString.read(name);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * The mount point of the volume that holds a file.
     *
     * @param file an absolute path; it need not exist
     * @return a drive or a mount folder, with its trailing backslash
     * @throws Win32Exception if Windows cannot tell
     */
    public static String volumePathName(String file) {
        return stringFunction(GET_VOLUME_PATH_NAME, "GetVolumePathNameW of " + file, file);
    }

    /**
     * The name of a volume that does not depend on where it is mounted.
     *
     * @param mountPoint a drive or a mount folder, with its trailing backslash
     * @return <code>\\?\Volume{…}\</code>
     * @throws Win32Exception if nothing is mounted there
     */
    public static String volumeName(String mountPoint) {
        return stringFunction(GET_VOLUME_NAME, "GetVolumeNameForVolumeMountPointW of " + mountPoint, mountPoint);
    }

    /**
     * Makes a symbolic link to a directory.
     *
     * @param link where the link shall be
     * @param target what it points at; not looked at, so also what java.nio.file has no path for
     * @throws Win32Exception if it cannot be made, for want of the privilege for example
     */
    public static void createDirectorySymbolicLink(String link, String target) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            byte made = (byte) CREATE_SYMBOLIC_LINK.invokeExact(
                    state,
                    WideString.write(link, arena),
                    WideString.write(target, arena),
                    SYMBOLIC_LINK_FLAG_DIRECTORY);
            if (made == 0) {
                throw new Win32Exception("CreateSymbolicLinkW of " + link, error(state));
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * What makes a file or folder the same, a link itself: a FILE_ID_INFO.
     *
     * @throws Win32Exception if it cannot be opened, or its file system has no such thing
     */
    static ByteBuffer fileId(String file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment handle = (MemorySegment) CREATE_FILE.invokeExact(
                    state,
                    WideString.write(file, arena),
                    0,
                    FILE_SHARE_ALL,
                    MemorySegment.NULL,
                    OPEN_EXISTING,
                    BACKUP_SEMANTICS_AND_REPARSE_POINT,
                    MemorySegment.NULL);
            if (handle.address() == INVALID_HANDLE) {
                throw new Win32Exception("CreateFileW of " + file, error(state));
            }
            try {
                MemorySegment id = arena.allocate(FILE_ID_INFO_SIZE, Long.BYTES);
                int told = (int)
                        GET_FILE_INFORMATION.invokeExact(state, handle, FILE_ID_INFO_CLASS, id, FILE_ID_INFO_SIZE);
                if (told == 0) {
                    throw new Win32Exception("GetFileInformationByHandleEx of " + file, error(state));
                }
                return ByteBuffer.wrap(id.toArray(JAVA_BYTE));
            } finally {
                int unused = (int) CLOSE_HANDLE.invokeExact(state, handle);
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Moves a file or folder.
     *
     * @param flags MOVEFILE_ flags
     * @throws Win32Exception if it cannot be moved
     */
    static void moveFile(String from, String to, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int moved = (int)
                    MOVE_FILE.invokeExact(state, WideString.write(from, arena), WideString.write(to, arena), flags);
            if (moved == 0) {
                throw new Win32Exception("MoveFileExW of " + from, error(state));
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static String stringFunction(MethodHandle function, String call, String argument) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(2L * MAX_NAME);
            MemorySegment state = arena.allocate(STATE);
            int success = (int) function.invokeExact(state, WideString.write(argument, arena), result, MAX_NAME);
            if (success == 0) {
                throw new Win32Exception(call, error(state));
            }
            return WideString.read(result);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The last error that a call has left in its state. */
    static int error(MemorySegment state) {
        return (int) ERROR.get(state, 0L);
    }

    /** Binds a function whose last error goes to its first argument. */
    static MethodHandle link(String function, FunctionDescriptor descriptor) {
        MemorySegment address = LIBRARY.find(function)
                .orElseThrow(() -> new UnsatisfiedLinkError("kernel32.dll does not export " + function));
        return Linker.nativeLinker().downcallHandle(address, descriptor, LAST_ERROR);
    }

    /** What a method handle throws besides what the code above throws: errors of the JVM. */
    static RuntimeException unexpected(Throwable e) {
        if (e instanceof RuntimeException runtime) {
            return runtime;
        }
        if (e instanceof Error error) {
            throw error;
        }
        throw new AssertionError(e);
    }
}
