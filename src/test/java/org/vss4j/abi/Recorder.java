package org.vss4j.abi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.vss4j.testing.NativeServer;

/** The objects of recorder.c, whose methods write down how they were called. */
final class Recorder {
    private static final MethodHandle OBJECT = handle("vss_test_recorder", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle SLOT = handle("vss_test_recorded_slot", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle SELF = handle("vss_test_recorded_self", FunctionDescriptor.of(ADDRESS));
    private static final MethodHandle LENGTH = handle("vss_test_recorded_length", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle BYTES = handle("vss_test_recorded_bytes", FunctionDescriptor.of(ADDRESS));

    private Recorder() {}

    /** The object of the family that ends with an interface. */
    static MemorySegment object(String lastInterface) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment object = (MemorySegment) OBJECT.invokeExact(arena.allocateFrom(lastInterface));
            assertThat(object.address()).as("a recorder for " + lastInterface).isNotZero();
            return object;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** The last call reached a slot with "this" and the bytes of its arguments, one behind the other. */
    static void assertLastCall(MemorySegment self, int slot, byte[] arguments) {
        try {
            assertThat((int) SLOT.invokeExact()).as("the slot that was reached").isEqualTo(slot);
            assertThat(((MemorySegment) SELF.invokeExact()).address())
                    .as("this")
                    .isEqualTo(self.address());
            int length = (int) LENGTH.invokeExact();
            MemorySegment bytes = ((MemorySegment) BYTES.invokeExact())
                    .reinterpret(MemoryLayout.sequenceLayout(length, JAVA_BYTE).byteSize());
            assertThat(bytes.toArray(JAVA_BYTE))
                    .as("the arguments that slot %d saw", slot)
                    .containsExactly(arguments);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static MethodHandle handle(String function, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(NativeServer.function(function), descriptor);
    }
}
