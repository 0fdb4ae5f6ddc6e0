package org.vss4j.internal.com;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the out-parameters of one call: {@link #SIZE} bytes, aligned to 8, not cleared. A platform thread has one for
 * its life, and another for each call that is made inside another (by a COM object that is implemented in Java). A virtual
 * thread gets one from a confined arena: one for its life would cost more than its call.
 */
public final class CallFrame implements AutoCloseable {
    /** Bytes in a frame. */
    public static final long SIZE = 256;

    /** The first frame of each platform thread. In an automatic arena: the memory goes when the thread has gone. */
    private static final ThreadLocal<CallFrame> FIRST =
            ThreadLocal.withInitial(() -> new CallFrame(Arena.ofAuto(), null, Apartment.lookUp()));

    private final MemorySegment memory;

    /** The arena that ends with this frame; null if the thread keeps it. */
    private final @Nullable Arena arena;

    private final boolean singleThreaded;
    private boolean taken;

    /** The frame for a call inside the one that has this; null until there is such a call. */
    private @Nullable CallFrame inner;

    private CallFrame(Arena memory, @Nullable Arena arena, boolean singleThreaded) {
        this.memory = memory.allocate(SIZE, Long.BYTES);
        this.arena = arena;
        this.singleThreaded = singleThreaded;
    }

    /** A frame for the current thread, which has to close it. */
    public static CallFrame open() {
        if (Thread.currentThread().isVirtual()) {
            Arena arena = Arena.ofConfined();
            return new CallFrame(arena, arena, false);
        }
        CallFrame frame = FIRST.get();
        while (frame.taken) {
            frame = frame.inner();
        }
        frame.taken = true;
        return frame;
    }

    private CallFrame inner() {
        CallFrame present = inner;
        if (present == null) {
            present = new CallFrame(Arena.ofAuto(), null, singleThreaded);
            inner = present;
        }
        return present;
    }

    /** Whether the current thread is in a single-threaded apartment, as looked up when its first frame was made. */
    static boolean isSingleThreaded() {
        return !Thread.currentThread().isVirtual() && FIRST.get().singleThreaded;
    }

    /** The memory, until the frame is closed. */
    public MemorySegment memory() {
        return memory;
    }

    @Override
    public void close() {
        if (arena == null) {
            taken = false;
        } else {
            arena.close();
        }
    }
}
