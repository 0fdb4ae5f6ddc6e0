package org.vss4j.internal.com;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the out-parameters of one call: {@link #SIZE} bytes, aligned to 8, not cleared. A platform thread uses its own
 * again and again, and another for each call that is made inside another (by a COM object that is implemented in Java). A
 * virtual thread gets one from a confined arena: one that it keeps would cost more than its call.
 */
public final class CallFrame implements AutoCloseable {
    /** Bytes in a frame. */
    public static final long SIZE = 256;

    /**
     * The first frame of each platform thread. Its call keeps it reachable, and between calls nobody: a thread may live longer
     * than the class loader of this class, which it would keep.
     */
    private static final ThreadLocal<@Nullable WeakReference<CallFrame>> FIRST = new ThreadLocal<>();

    private final MemorySegment memory;

    /** The arena that ends with this frame; null if the collector frees the memory. */
    private final @Nullable Arena arena;

    private boolean taken;

    /** The frame for a call inside the one that has this; null until there is such a call. */
    private @Nullable CallFrame inner;

    private CallFrame(Arena memory, @Nullable Arena arena) {
        this.memory = memory.allocate(SIZE, Long.BYTES);
        this.arena = arena;
    }

    /** A frame for the current thread, which has to close it. */
    public static CallFrame open() {
        if (Thread.currentThread().isVirtual()) {
            Arena arena = Arena.ofConfined();
            return new CallFrame(arena, arena);
        }
        CallFrame frame = first();
        while (frame.taken) {
            frame = frame.inner();
        }
        frame.taken = true;
        return frame;
    }

    private static CallFrame first() {
        WeakReference<CallFrame> present = FIRST.get();
        CallFrame frame = present == null ? null : present.get();
        if (frame == null) {
            frame = new CallFrame(Arena.ofAuto(), null);
            FIRST.set(new WeakReference<>(frame));
        }
        return frame;
    }

    private CallFrame inner() {
        CallFrame present = inner;
        if (present == null) {
            present = new CallFrame(Arena.ofAuto(), null);
            inner = present;
        }
        return present;
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
