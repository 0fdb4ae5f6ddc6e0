package org.vss4j.internal.posix;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * A point in time as the kernel has it, exactly, however far away.
 *
 * @param seconds since the beginning of 1970, UTC
 * @param nanos after that second, from 0 to 999,999,999
 */
public record Timestamp(long seconds, int nanos) {

    /** Returns it as a date; one that Java has no date for, as its two numbers. */
    @Override
    public String toString() {
        try {
            return Instant.ofEpochSecond(seconds, nanos).toString();
        } catch (DateTimeException ignored) {
            return seconds + "s " + nanos + "ns";
        }
    }
}
