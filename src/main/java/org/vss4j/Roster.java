package org.vss4j;

import org.jspecify.annotations.Nullable;

/**
 * The watches that are asked in turn, linked through {@link Watch#next}, and where the turn is. Nothing here allocates. Used
 * by one thread at a time: by the one that asks; and, while that is in a question that does not return, by who relieves it.
 */
final class Roster {
    private @Nullable Watch first;
    private @Nullable Watch last;

    /** The one before whose turn it is; null before the first. */
    private @Nullable Watch previous;

    /** Whose turn it is; null between two turns. */
    private @Nullable Watch current;

    /** When the youngest of those that stay began. */
    private long youngest;

    /** When the youngest of those began that have had their turn. */
    private long youngestAsked;

    boolean isEmpty() {
        return first == null;
    }

    /** Adds those that have arrived. */
    void add(@Nullable Watch arrived) {
        for (Watch watch = arrived; watch != null; ) {
            Watch next = watch.next;
            watch.next = null;
            youngest = isEmpty() || watch.since - youngest > 0 ? watch.since : youngest;
            Watch former = last;
            if (former == null) {
                first = watch;
            } else {
                former.next = watch;
            }
            last = watch;
            watch = next;
        }
    }

    /** How old the youngest is. */
    long ageAt(long now) {
        return now - youngest;
    }

    /** Begins a turn. */
    void begin() {
        previous = null;
        current = first;
        youngestAsked = Long.MIN_VALUE;
    }

    /** Whose turn it is; null when all have had theirs. */
    @Nullable
    Watch current() {
        return current;
    }

    /** Goes on to the next. */
    void keep() {
        Watch kept = current;
        if (kept != null) {
            youngestAsked =
                    youngestAsked == Long.MIN_VALUE || kept.since - youngestAsked > 0 ? kept.since : youngestAsked;
            previous = kept;
            go(kept.next);
        }
    }

    /** Takes the one out whose turn it is, and goes on to the next. */
    void remove() {
        Watch removed = current;
        if (removed == null) {
            return;
        }
        Watch next = removed.next;
        Watch before = previous;
        if (before == null) {
            first = next;
        } else {
            before.next = next;
        }
        if (next == null) {
            last = before;
        }
        removed.next = null;
        go(next);
    }

    private void go(@Nullable Watch next) {
        current = next;
        if (next == null) {
            youngest = youngestAsked;
        }
    }
}
