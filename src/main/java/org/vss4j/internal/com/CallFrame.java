package org.vss4j.internal.com;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the out-parameters of one call: {@link #SIZE} bytes, aligned to 8, not cleared. A platform thread has a few
 * of them for its life, taken and given back in the order of a stack, so that a call made inside another (by a COM
 * object that is implemented in Java) has its own. A virtual thread gets one from a confined arena: one for its life
 * would cost more than its call.
 */
public final class CallFrame implements AutoCloseable {
    /** Bytes in a frame. */
    public static final long SIZE = 256;

    private final MemorySegment memory;
    /** The stack that this frame goes back to; null for a frame with an arena. */
    private final @Nullable Stack owner;

    private final @Nullable Arena arena;

    private CallFrame(MemorySegment memory, Stack owner) {
        this.memory = memory;
        this.owner = owner;
        this.arena = null;
    }

    private CallFrame(Arena arena) {
        this.memory = arena.allocate(SIZE, Long.BYTES);
        this.owner = null;
        this.arena = arena;
    }

    /** A frame for the current thread, which has to close it, the last opened first. */
    public static CallFrame open() {
        if (Thread.currentThread().isVirtual()) {
            return new CallFrame(Arena.ofConfined());
        }
        return Stack.OF_THREAD.get().push();
    }

    /** Whether the current thread is in a single-threaded apartment, as looked up when its first frame was made. */
    static boolean isSingleThreaded() {
        return !Thread.currentThread().isVirtual() && Stack.OF_THREAD.get().singleThreaded;
    }

    /** The memory, until the frame is closed. */
    public MemorySegment memory() {
        return memory;
    }

    @Override
    public void close() {
        if (owner != null) {
            owner.depth--;
        } else if (arena != null) {
            arena.close();
        }
    }

    /** The frames of one platform thread. */
    private static final class Stack {
        static final ThreadLocal<Stack> OF_THREAD = ThreadLocal.withInitial(Stack::new);
        private static final int FRAMES = 4;

        final boolean singleThreaded = Apartment.lookUp();
        private final CallFrame[] frames = new CallFrame[FRAMES];
        private int depth;

        Stack() {
            // An automatic arena: the memory goes when the thread has gone.
            MemorySegment slab = Arena.ofAuto().allocate(SIZE * FRAMES, Long.BYTES);
            for (int i = 0; i < FRAMES; i++) {
                frames[i] = new CallFrame(slab.asSlice(i * SIZE, SIZE), this);
            }
        }

        CallFrame push() {
            return depth < FRAMES ? frames[depth++] : new CallFrame(Arena.ofConfined());
        }
    }
}
