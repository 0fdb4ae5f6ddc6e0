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
import java.util.Optional;
import java.util.Set;

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
    // BOOL DeviceIoControl(HANDLE hDevice, DWORD dwIoControlCode, LPVOID lpInBuffer, DWORD nInBufferSize, LPVOID
    // lpOutBuffer, DWORD nOutBufferSize, LPDWORD lpBytesReturned, LPOVERLAPPED lpOverlapped)
    private static final MethodHandle DEVICE_IO_CONTROL = link(
            "DeviceIoControl",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
    // DWORD QueryDosDeviceW(LPCWSTR lpDeviceName, LPWSTR lpTargetPath, DWORD ucchMax)
    private static final MethodHandle QUERY_DOS_DEVICE =
            link("QueryDosDeviceW", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    // UINT GetDriveTypeW(LPCWSTR lpRootPathName)
    private static final MethodHandle GET_DRIVE_TYPE = link("GetDriveTypeW", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    // BOOL CloseHandle(HANDLE hObject)
    private static final MethodHandle CLOSE_HANDLE = link("CloseHandle", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    // BOOL MoveFileExW(LPCWSTR lpExistingFileName, LPCWSTR lpNewFileName, DWORD dwFlags)
    private static final MethodHandle MOVE_FILE =
            link("MoveFileExW", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));

    private static final int FILE_SHARE_ALL = 7;
    private static final int OPEN_EXISTING = 3;
    private static final int BACKUP_SEMANTICS_AND_REPARSE_POINT = 0x0220_0000;
    private static final long INVALID_HANDLE = -1;
    private static final int FILE_ID_INFO_CLASS = 18;
    private static final int FILE_ID_INFO_SIZE = 24;
    private static final int FSCTL_GET_REPARSE_POINT = 0x0009_00A8;
    private static final int MAXIMUM_REPARSE_DATA_BUFFER_SIZE = 16 * 1024;
    private static final int DRIVE_REMOTE = 4;

    /** Errors of an open that found nothing there: no file, no folder on the way, no name that a file can have. */
    private static final Set<Integer> NOTHING_THERE = Set.of(2, 3, 123, 267);

    /** Answers to the question for a reparse point where there is none: it is not one, or its file system has none. */
    private static final Set<Integer> NO_REPARSE_POINT = Set.of(4390, 1, 50);

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
     * @param file an absolute path without dots; it need not exist, and may be of any length
     * @return a drive or a mount folder, or a volume's own name, with its trailing backslash
     * @throws Win32Exception if Windows cannot tell
     */
    public static String volumePathName(String file) {
        String extended = NtNames.extended(NtNames.ofVolume(file));
        return NtNames.withoutExtension(
                stringFunction(GET_VOLUME_PATH_NAME, "GetVolumePathNameW of " + file, extended));
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
     * What the kernel calls a drive.
     *
     * @param drive such as {@code C:}, without a backslash
     * @return <code>\Device\…</code>; of one that SUBST has made, <code>\??\</code> and the path of its folder
     * @throws Win32Exception if there is no such drive
     */
    public static String dosDevice(String drive) {
        return stringFunction(QUERY_DOS_DEVICE, "QueryDosDeviceW of " + drive, drive);
    }

    /**
     * Whether a drive is that of another machine.
     *
     * @param root such as {@code C:\}
     */
    public static boolean isRemote(String root) {
        try (Arena arena = Arena.ofConfined()) {
            int type = (int) GET_DRIVE_TYPE.invokeExact(arena.allocate(STATE), WideString.write(root, arena));
            return type == DRIVE_REMOTE;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Makes a symbolic link.
     *
     * @param target what it points at; not looked at, so also what java.nio.file has no path for
     * @param flags SYMBOLIC_LINK_FLAG_ flags
     * @return the error, or 0 if it is made
     */
    static int createSymbolicLink(String link, String target, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            byte made = (byte) CREATE_SYMBOLIC_LINK.invokeExact(
                    state, WideString.write(link, arena), WideString.write(target, arena), flags);
            return made == 0 ? error(state) : 0;
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
            MemorySegment handle = open(file, state, arena);
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
     * What a reparse point says of itself: a REPARSE_DATA_BUFFER.
     *
     * @return empty if there is nothing, or no reparse point
     * @throws Win32Exception if it cannot be opened, or does not tell
     */
    static Optional<ByteBuffer> reparseData(String file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment handle;
            try {
                handle = open(file, state, arena);
            } catch (Win32Exception e) {
                return noneIf(NOTHING_THERE, e);
            }
            try {
                MemorySegment data = arena.allocate(MAXIMUM_REPARSE_DATA_BUFFER_SIZE, Long.BYTES);
                int told = (int) DEVICE_IO_CONTROL.invokeExact(
                        state,
                        handle,
                        FSCTL_GET_REPARSE_POINT,
                        MemorySegment.NULL,
                        0,
                        data,
                        MAXIMUM_REPARSE_DATA_BUFFER_SIZE,
                        arena.allocate(JAVA_INT),
                        MemorySegment.NULL);
                return told == 0
                        ? noneIf(
                                NO_REPARSE_POINT,
                                new Win32Exception("FSCTL_GET_REPARSE_POINT of " + file, error(state)))
                        : Optional.of(ByteBuffer.wrap(data.toArray(JAVA_BYTE)));
            } finally {
                int unused = (int) CLOSE_HANDLE.invokeExact(state, handle);
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static Optional<ByteBuffer> noneIf(Set<Integer> errors, Win32Exception e) {
        if (errors.contains(e.error())) {
            return Optional.empty();
        }
        throw e;
    }

    /** Opens a file or folder, a link itself, to ask what it is. The caller closes it. */
    private static MemorySegment open(String file, MemorySegment state, Arena arena) throws Throwable {
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
        return handle;
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
