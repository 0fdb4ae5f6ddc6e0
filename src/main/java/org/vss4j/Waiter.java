package org.vss4j;

import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.Crew;

/** Someone who waits for the end of an operation, in the list of its {@link Watch}. */
abstract class Waiter extends Crew.Task {
    /** Where this stands in the list; guarded by the watch. */
    @Nullable
    Waiter before;

    @Nullable
    Waiter behind;

    /** Whose list this has been in last; null before. */
    volatile @Nullable Watch watch;

    /**
     * Tells the end, or has someone tell it: called by whoever sees it, who must not be held up.
     *
     * @throws OutOfMemoryError if it could not be told; then it is tried again
     */
    abstract void tell();

    /** Tells the end of the watch, which is over. */
    @Override
    protected abstract void run();

    /** Waits no longer. */
    final void leave() {
        Watch present = watch;
        if (present != null) {
            present.remove(this);
        }
    }
}
