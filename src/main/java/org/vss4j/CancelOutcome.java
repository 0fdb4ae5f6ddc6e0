package org.vss4j;

import java.util.Objects;

/**
 * What a cancel found, and did: the documented results of {@code IVssAsync::Cancel}, each a type of its own. Any other
 * result is a {@link VssException}. Of several cancels of one pending operation exactly one is {@link CancelledNow}.
 * Values; safe for use by many threads.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vss/nf-vss-ivssasync-cancel">IVssAsync::Cancel</a>
 */
public sealed interface CancelOutcome {

    /** The operation was pending, and this call cancelled it: {@code S_OK} (0x00000000). */
    record CancelledNow() implements CancelOutcome {}

    /** The operation had been cancelled before: {@code VSS_S_ASYNC_CANCELLED} (0x0004230B). */
    record AlreadyCancelled() implements CancelOutcome {}

    /** The operation had run to its end before: {@code VSS_S_ASYNC_FINISHED} (0x0004230A). */
    record AlreadyFinished() implements CancelOutcome {}

    /**
     * The operation had failed before.
     *
     * @param error the operation's own error
     */
    record AlreadyFailed(HResult error) implements CancelOutcome {
        /**
         * Checks the error.
         *
         * @throws IllegalArgumentException if the code says success
         */
        public AlreadyFailed {
            if (!Objects.requireNonNull(error).isFailure()) {
                throw new IllegalArgumentException(error + " is not an error code");
            }
        }
    }
}
