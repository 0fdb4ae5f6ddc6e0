package org.vss4j.internal.com;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.vss4j.internal.com.slots.AsyncSlots;
import org.vss4j.internal.com.slots.UnknownSlots;

/**
 * References for which there was no owner when they came, for want of memory. They are given back at once or, if not even that
 * can be done, kept by their addresses, which takes no memory, until someone comes by who has some: whoever makes or closes
 * the next operation, or a session's thread that ends. Safe for use by many threads.
 */
public final class Unowned {
    /** How many are kept; whoever brings a further one waits until it can be given back. */
    static final int MOST = 4_096;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long[] ADDRESSES = new long[MOST];
    private static final boolean[] ARE_OPERATIONS = new boolean[MOST];

    /** Written under the lock of {@link #ADDRESSES}. */
    private static volatile int count;

    private Unowned() {}

    /** Gives a reference to an operation back, which is cancelled before. */
    public static void giveBackOperation(long address) {
        keep(address, true);
        giveBackAll();
    }

    /** Gives a reference back; NULL is allowed. */
    public static void giveBack(long address) {
        keep(address, false);
        giveBackAll();
    }

    /** Gives back what is kept, as far as there is memory for it; throws nothing. */
    public static void giveBackAll() {
        if (count == 0) {
            return;
        }
        try {
            Apartment.bringToEnd(ADDRESSES, unused -> giveBackEach());
        } catch (Throwable e) {
            // A virtual thread was thrown out of its waiting: it is done without it.
        }
    }

    /** Gives back what is kept, and waits for the memory that it takes: for a thread for which nobody waits. */
    public static void giveBackAllAtLast() {
        giveBackAll();
        while (count > 0) {
            LockSupport.parkNanos(PAUSE);
            giveBackAll();
        }
    }

    private static void giveBackEach() {
        while (count > 0) {
            long address;
            boolean isOperation;
            synchronized (ADDRESSES) {
                if (count == 0) {
                    return;
                }
                count--;
                address = ADDRESSES[count];
                isOperation = ARE_OPERATIONS[count];
            }
            try {
                release(address, isOperation);
            } catch (Throwable e) {
                keep(address, isOperation);
                return;
            }
        }
    }

    /** Keeps a reference; if there is no room, gives it back, for however long memory is missing for that. */
    private static void keep(long address, boolean isOperation) {
        while (address != 0 && !isKept(address, isOperation)) {
            try {
                release(address, isOperation);
                return;
            } catch (Throwable e) {
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    private static boolean isKept(long address, boolean isOperation) {
        synchronized (ADDRESSES) {
            if (count == MOST) {
                return false;
            }
            ADDRESSES[count] = address;
            ARE_OPERATIONS[count] = isOperation;
            count++;
            return true;
        }
    }

    /** If this throws, the reference is there still: the call is the last that it does. */
    private static void release(long address, boolean isOperation) {
        // Eight bytes, since an interface pointer points at the address of its vtable.
        MemorySegment self = MemorySegment.ofAddress(address).reinterpret(ValueLayout.ADDRESS.byteSize());
        if (isOperation) {
            int unused = Apartment.call(() -> AsyncSlots.cancel(self));
        }
        Apartment.run(self, UnknownSlots::release);
    }
}
