package org.vss4j.internal.com.slots;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.vss4j.internal.trace.FlightRecording.begun;
import static org.vss4j.internal.trace.FlightRecording.counted;
import static org.vss4j.internal.trace.FlightRecording.ended;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.vss4j.internal.bindings._GUID;

/**
 * The slots of IVssWriterComponentsExt. Each returns the HRESULT as it came, {@link #release} the count.
 *
 * <p>Written by hand, since C cannot declare it: the class derives from IVssWriterComponents, which has no IUnknown, and
 * then from IUnknown. So the object begins with two pointers to two vtables. The first has three methods and none of
 * IUnknown's; those are in the second, and are called with the address of the second pointer for "this".
 * QueryInterface must not be called: the interface has no id.
 */
public final class WriterComponentsSlots {
    private static final long COUNT_SLOT = 0;
    private static final long INFO_SLOT = 1;
    private static final long COMPONENT_SLOT = 2;
    private static final long RELEASE_SLOT = 2;

    /** Where the second vtable pointer stands, in bytes. */
    private static final long UNKNOWN = ADDRESS.byteSize();

    private static final long OBJECT_SIZE = 2 * ADDRESS.byteSize();

    private static final MethodHandle GET =
            Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle GET_TWO =
            Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle GET_AT =
            Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle COUNT =
            Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

    private WriterComponentsSlots() {}

    // HRESULT GetComponentCount(UINT *pcComponents)
    public static int getComponentCount(MemorySegment self, MemorySegment count) {
        try {
            return ended(begun(), "IVssWriterComponentsExt::GetComponentCount", (int)
                    GET.invokeExact(slot(self, 0, COUNT_SLOT), self, count));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    // HRESULT GetWriterInfo(VSS_ID *pidInstance, VSS_ID *pidWriter)
    public static int getWriterInfo(MemorySegment self, MemorySegment instanceId, MemorySegment writerId) {
        requireGuid(instanceId);
        requireGuid(writerId);
        try {
            return ended(begun(), "IVssWriterComponentsExt::GetWriterInfo", (int)
                    GET_TWO.invokeExact(slot(self, 0, INFO_SLOT), self, instanceId, writerId));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    // HRESULT GetComponent(UINT iComponent, IVssComponent **ppComponent)
    public static int getComponent(MemorySegment self, int index, MemorySegment component) {
        try {
            return ended(begun(), "IVssWriterComponentsExt::GetComponent", (int)
                    GET_AT.invokeExact(slot(self, 0, COMPONENT_SLOT), self, index, component));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    // ULONG Release(void), of the IUnknown at the second pointer
    public static int release(MemorySegment self) {
        MemorySegment unknown = MemorySegment.ofAddress(self.address() + UNKNOWN);
        try {
            return counted(
                    begun(), "IUnknown::Release", (int) COUNT.invokeExact(slot(self, UNKNOWN, RELEASE_SLOT), unknown));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static void requireGuid(MemorySegment id) {
        if (id.byteSize() < _GUID.sizeof()) {
            throw new IllegalArgumentException("a GUID has 16 bytes, and there is room for " + id.byteSize());
        }
    }

    /** A method's address: the vtable pointer is at an offset in the object, which has two; the vtable ends with the slot. */
    private static MemorySegment slot(MemorySegment self, long vtable, long slot) {
        MemorySegment object = MemorySegment.ofAddress(self.address()).reinterpret(OBJECT_SIZE);
        long offset = slot * ADDRESS.byteSize();
        return object.get(ADDRESS, vtable)
                .reinterpret(offset + ADDRESS.byteSize())
                .get(ADDRESS, offset);
    }
}
