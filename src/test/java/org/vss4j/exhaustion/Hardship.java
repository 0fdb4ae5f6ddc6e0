package org.vss4j.exhaustion;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a call is made hard. */
enum Hardship {
    /** So many stack frames before the end of the stack. */
    STACK(400, StackEnd::call),
    /** So many small objects before the end of the memory. */
    MEMORY(40, MemoryEnd::call),
    /** At that line of the log the memory is full, and free again soon. */
    SHORT_MEMORY(40, LogHandlers::withoutMemory),
    /** Each line of the log, from that one on, throws. */
    THROWING_LOG(12, LogHandlers::throwing),
    /** That line of the log closes what the call is about. */
    CLOSING_LOG(12, LogHandlers::closing);

    /** The highest degree that is tried. */
    final int most;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<Trial, @Nullable Throwable> call;

    Hardship(int most, Function<Trial, @Nullable Throwable> call) {
        this.most = most;
        this.call = call;
    }

    /** Makes the call. Returns what it threw. */
    @Nullable
    Throwable call(Subject subject, int degree) {
        return call.apply(new Trial(subject, degree));
    }

    /** One call. */
    record Trial(Subject subject, int degree) {}

    /** Makes a call in the ordinary way. Returns what it threw; allocates nothing of its own. */
    static @Nullable Throwable plainly(Subject subject) {
        try {
            subject.call();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }
}
