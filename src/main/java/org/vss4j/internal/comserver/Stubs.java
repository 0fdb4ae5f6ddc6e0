package org.vss4j.internal.comserver;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Upcall stubs, and the vtables that lead to them. They can be called for as long as this is reachable; after that they are
 * freed. Safe for use by many threads.
 *
 * <p>The JVM keeps reachable what a stub calls, until the stub is freed. So a stub calls by a weak reference: else no function
 * that leads to its own stub would ever go, nor the class loader of any.
 */
final class Stubs {
    private static final MethodHandle GET;

    static {
        try {
            GET = MethodHandles.publicLookup()
                    .findVirtual(Reference.class, "get", MethodType.methodType(Object.class))
                    .asType(MethodType.methodType(MethodHandle.class, WeakReference.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Arena arena = Arena.ofAuto();
    private final Queue<MethodHandle> functions = new ConcurrentLinkedQueue<>();

    /** Memory that is freed with the stubs. */
    MemorySegment allocate(MemoryLayout layout, long count) {
        return arena.allocate(layout, count);
    }

    /**
     * Makes a stub.
     *
     * @param type the interface of the function, whose one method is called {@code apply}
     * @param descriptor of that method
     * @param function what the stub calls; must not throw
     * @return the stub's address
     */
    <F> MemorySegment make(Class<F> type, FunctionDescriptor descriptor, F function) {
        MethodType method = descriptor.toMethodType();
        MethodHandle called = apply(type, method).bindTo(function);
        functions.add(called);
        // The JDK's alone: what it makes of the method's type knows no class of ours.
        MethodHandle weak = MethodHandles.foldArguments(
                MethodHandles.exactInvoker(method), GET.bindTo(new WeakReference<>(called)));
        return Linker.nativeLinker().upcallStub(weak, descriptor, arena);
    }

    private static MethodHandle apply(Class<?> type, MethodType method) {
        try {
            return MethodHandles.lookup().findVirtual(type, "apply", method);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " has no method apply" + method, e);
        }
    }
}
