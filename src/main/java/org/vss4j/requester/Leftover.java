package org.vss4j.requester;

import org.jspecify.annotations.Nullable;

/** What a {@link CallThread} has to clean up when nobody else does. It is in the list of one thread, once. */
abstract class Leftover {
    /** The one behind it in the list. */
    @Nullable
    Leftover next;

    /** Cleans up. If that fails for want of memory, it is done again, and goes on where it was. */
    abstract void cleanUp();
}
