package org.vss4j.internal.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.vss4j.internal.bindings.GetCurrentProcessFn;

/**
 * A job of Windows that this process has joined: whatever it starts from then on is in it, and what that starts. When this
 * process ends, however it does, Windows ends all the others in it; so the handle is never closed.
 */
public final class JobObject {
    // HANDLE CreateJobObjectW(LPSECURITY_ATTRIBUTES lpJobAttributes, LPCWSTR lpName)
    private static final MethodHandle CREATE =
            Kernel32.link("CreateJobObjectW", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
    // BOOL SetInformationJobObject(HANDLE hJob, JOBOBJECTINFOCLASS class, LPVOID info, DWORD cbInfoLength)
    private static final MethodHandle SET_INFORMATION = Kernel32.link(
            "SetInformationJobObject", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    // BOOL AssignProcessToJobObject(HANDLE hJob, HANDLE hProcess)
    private static final MethodHandle ASSIGN_PROCESS =
            Kernel32.link("AssignProcessToJobObject", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    // BOOL QueryInformationJobObject(HANDLE hJob, JOBOBJECTINFOCLASS class, LPVOID info, DWORD cbInfoLength, LPDWORD
    // length)
    private static final MethodHandle QUERY_INFORMATION = Kernel32.link(
            "QueryInformationJobObject",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));

    private static final int BASIC_PROCESS_ID_LIST = 3;
    private static final int EXTENDED_LIMIT_INFORMATION = 9;
    private static final int KILL_ON_JOB_CLOSE = 0x2000;
    private static final int ERROR_MORE_DATA = 234;

    /** The size of a JOBOBJECT_EXTENDED_LIMIT_INFORMATION, and where its flags are. */
    private static final int LIMITS_SIZE = 144;

    private static final long LIMIT_FLAGS = 16;

    /** A JOBOBJECT_BASIC_PROCESS_ID_LIST: two numbers, of which the second counts the ids that follow. */
    private static final long ID_COUNT = 4;

    private static final long IDS = 8;
    private static final int FEW_IDS = 64;

    private final MemorySegment job;

    private JobObject(MemorySegment job) {
        this.job = job;
    }

    /**
     * Makes a job, and lets this process join it.
     *
     * @throws Win32Exception if that is not possible
     */
    public static JobObject join() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Kernel32.STATE);
            MemorySegment job = (MemorySegment) CREATE.invokeExact(state, MemorySegment.NULL, MemorySegment.NULL);
            require(!job.equals(MemorySegment.NULL), "CreateJobObjectW", state);
            MemorySegment limits = arena.allocate(LIMITS_SIZE, Long.BYTES);
            limits.set(JAVA_INT, LIMIT_FLAGS, KILL_ON_JOB_CLOSE);
            int set = (int) SET_INFORMATION.invokeExact(state, job, EXTENDED_LIMIT_INFORMATION, limits, LIMITS_SIZE);
            require(set != 0, "SetInformationJobObject", state);
            MemorySegment self =
                    GetCurrentProcessFn.invoke(new SystemLibrary("kernel32.dll").function("GetCurrentProcess"));
            int assigned = (int) ASSIGN_PROCESS.invokeExact(state, job, self);
            require(assigned != 0, "AssignProcessToJobObject", state);
            return new JobObject(job);
        } catch (Throwable e) {
            throw Kernel32.unexpected(e);
        }
    }

    /**
     * The ids of the processes in the job that live, this one among them.
     *
     * @throws Win32Exception if Windows cannot tell
     */
    public List<Long> processes() {
        for (int room = FEW_IDS; ; room *= 2) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment state = arena.allocate(Kernel32.STATE);
                MemorySegment list = arena.allocate(IDS + Long.BYTES * (long) room, Long.BYTES);
                int told = (int) QUERY_INFORMATION.invokeExact(
                        state, job, BASIC_PROCESS_ID_LIST, list, (int) list.byteSize(), MemorySegment.NULL);
                if (told != 0) {
                    return ids(list);
                }
                require(Kernel32.error(state) == ERROR_MORE_DATA, "QueryInformationJobObject", state);
            } catch (Throwable e) {
                throw Kernel32.unexpected(e);
            }
        }
    }

    private static List<Long> ids(MemorySegment list) {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < list.get(JAVA_INT, ID_COUNT); i++) {
            ids.add(list.get(JAVA_LONG, IDS + Long.BYTES * (long) i));
        }
        return ids;
    }

    private static void require(boolean success, String call, MemorySegment state) {
        if (!success) {
            throw new Win32Exception(call, Kernel32.error(state));
        }
    }
}
