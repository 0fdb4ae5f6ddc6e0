package org.vss4j.benchmark;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * The calls by JNA: through the vtable by way of {@link Function}, as its own COM classes and its interface mapping make
 * them, and by direct mapping, which binds exported functions only.
 */
final class JnaPeer {
    private static final int CANCEL = 3;
    private static final int QUERY_STATUS = 5;

    private final Pointer self;
    private final Function queryStatus;
    private final Function cancel;
    private final Memory out = new Memory(Integer.BYTES);
    private final long selfAddress;
    private final long outAddress = Pointer.nativeValue(out);

    JnaPeer(long object) {
        selfAddress = object;
        self = new Pointer(object);
        Pointer vtable = self.getPointer(0);
        queryStatus = Function.getFunction(vtable.getPointer((long) QUERY_STATUS * Native.POINTER_SIZE));
        cancel = Function.getFunction(vtable.getPointer((long) CANCEL * Native.POINTER_SIZE));
    }

    int status() {
        int result = queryStatus.invokeInt(new Object[] {self, out, Pointer.NULL});
        return result < 0 ? result : out.getInt(0);
    }

    int cancel() {
        return cancel.invokeInt(new Object[] {self});
    }

    int directStatus() {
        int result = Direct.benchmark_query_status(selfAddress, outAddress, 0);
        return result < 0 ? result : out.getInt(0);
    }

    int directCancel() {
        return Direct.benchmark_cancel(selfAddress);
    }

    /** The exported functions, by their names in C. */
    @SuppressWarnings("MethodName")
    private static final class Direct {
        static {
            Native.register(NativeObjects.LIBRARY.toString());
        }

        static native int benchmark_query_status(long self, long out, long reserved);

        static native int benchmark_cancel(long self);
    }
}
