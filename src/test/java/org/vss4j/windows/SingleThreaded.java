package org.vss4j.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Threads in a single-threaded apartment of COM, such as a user interface's. */
final class SingleThreaded {
    private static final int COINIT_APARTMENTTHREADED = 2;
    private static final SymbolLookup OLE32 = SymbolLookup.libraryLookup("ole32.dll", Arena.global());
    // HRESULT CoInitializeEx(LPVOID pvReserved, DWORD dwCoInit)
    private static final MethodHandle CO_INITIALIZE_EX = Linker.nativeLinker()
            .downcallHandle(
                    OLE32.find("CoInitializeEx").orElseThrow(), FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    // void CoUninitialize(void)
    private static final MethodHandle CO_UNINITIALIZE = Linker.nativeLinker()
            .downcallHandle(OLE32.find("CoUninitialize").orElseThrow(), FunctionDescriptor.ofVoid());

    // HRESULT CoGetApartmentType(APTTYPE *pAptType, APTTYPEQUALIFIER *pAptQualifier)
    private static final MethodHandle CO_GET_APARTMENT_TYPE = Linker.nativeLinker()
            .downcallHandle(
                    OLE32.find("CoGetApartmentType").orElseThrow(), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private static final int APTTYPE_MTA = 1;

    private SingleThreaded() {}

    /** Tells whether a thread that has chosen no apartment belongs to the multi-threaded one. */
    static boolean othersAreInTheMta() throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(SingleThreaded::isInTheMta);
        Thread thread = Thread.ofPlatform().start(task);
        thread.join();
        return task.get();
    }

    private static boolean isInTheMta() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment type = arena.allocate(JAVA_INT);
            int result = (int) CO_GET_APARTMENT_TYPE.invokeExact(type, arena.allocate(JAVA_INT));
            return result == 0 && type.get(JAVA_INT, 0) == APTTYPE_MTA;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Does something in such a thread, and waits for it; what it throws is the cause of an ExecutionException. */
    static <T> T call(Callable<T> action) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter();
            try {
                return action.call();
            } finally {
                leave();
            }
        });
        Thread thread = Thread.ofPlatform().start(task);
        thread.join();
        return task.get();
    }

    private static void enter() {
        try {
            int result = (int) CO_INITIALIZE_EX.invokeExact(MemorySegment.NULL, COINIT_APARTMENTTHREADED);
            if (result != 0) {
                throw new AssertionError("CoInitializeEx: " + result);
            }
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static void leave() {
        try {
            CO_UNINITIALIZE.invokeExact();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
