package org.vss4j.contract;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.vss4j.testing.NativeServer;

/** The functions of src/test/native/vss_backup.h, one method for each. */
final class CBackupLibrary {
    private static final MethodHandle OPEN = handle("vss_test_machine_open", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle SET =
            handle("vss_test_machine_set", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle ADVANCE =
            handle("vss_test_machine_advance", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
    private static final MethodHandle BACKUPS =
            handle("vss_test_machine_backups", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle OPERATIONS =
            handle("vss_test_machine_operations", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle LENT = handle("vss_test_machine_lent", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle STRINGS = handle("vss_test_strings", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle HELD = handle("vss_test_machine_held", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle CREATING =
            handle("vss_test_machine_creating", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle HISTORY =
            handle("vss_test_machine_history", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CALL =
            handle("vss_test_machine_call", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));

    private CBackupLibrary() {}

    private static MethodHandle handle(String function, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(NativeServer.function(function), descriptor);
    }

    private static AssertionError failed(Throwable e) {
        return new AssertionError("A function of the service in C threw", e);
    }

    // Machine *vss_test_machine_open(const char *test)
    static MemorySegment open(MemorySegment test) {
        try {
            return (MemorySegment) OPEN.invokeExact(test);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_machine_set(Machine *machine, const char *name, const char *value)
    static int set(MemorySegment machine, MemorySegment name, MemorySegment value) {
        try {
            return (int) SET.invokeExact(machine, name, value);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_machine_history(Machine *machine, int32_t number, char *text, int32_t size)
    static int history(MemorySegment machine, int number, MemorySegment text, int size) {
        try {
            return (int) HISTORY.invokeExact(machine, number, text, size);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // void vss_test_machine_advance(Machine *machine, int32_t milliseconds)
    static void advance(MemorySegment machine, int milliseconds) {
        try {
            ADVANCE.invokeExact(machine, milliseconds);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_machine_backups(Machine *machine)
    static int backups(MemorySegment machine) {
        try {
            return (int) BACKUPS.invokeExact(machine);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_machine_operations(Machine *machine)
    static int operations(MemorySegment machine) {
        try {
            return (int) OPERATIONS.invokeExact(machine);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_machine_lent(Machine *machine)
    static int lent(MemorySegment machine) {
        try {
            return (int) LENT.invokeExact(machine);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_strings(void)
    static int strings() {
        try {
            return (int) STRINGS.invokeExact();
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_machine_held(Machine *machine)
    static int held(MemorySegment machine) {
        try {
            return (int) HELD.invokeExact(machine);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_machine_creating(Machine *machine)
    static int creating(MemorySegment machine) {
        try {
            return (int) CREATING.invokeExact(machine);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_machine_call(int32_t number, char *text, int32_t size, hresult *result)
    static int call(int number, MemorySegment text, MemorySegment result) {
        try {
            return (int) CALL.invokeExact(number, text, (int) text.byteSize(), result);
        } catch (Throwable e) {
            throw failed(e);
        }
    }
}
