package org.vss4j;

import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * What an asynchronous operation is at the moment it is asked. {@link Finished}, {@link Cancelled} and {@link Failed}
 * are final: an operation that is one of them stays it. Values; safe for use by many threads.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vss/nf-vss-ivssasync-querystatus">IVssAsync::QueryStatus</a>
 */
public sealed interface AsyncStatus {

    /**
     * Tells whether the operation has come to its end, whichever it was.
     *
     * @return false for {@link Pending} only
     */
    default boolean isTerminal() {
        return !(this instanceof Pending);
    }

    /**
     * The success of an operation, for those who go on with nothing else.
     *
     * @return this, if the operation ran to its end
     * @throws VssException if it failed, with its error; the {@linkplain VssException#operation() operation} is IVssAsync,
     *     for a status does not know what it is of
     * @throws CancellationException if it was cancelled
     * @throws IllegalStateException if it is under way
     */
    default Finished orThrow() {
        return switch (this) {
            case Finished finished -> finished;
            case Failed failed -> throw new VssException("IVssAsync", failed.error());
            case Cancelled cancelled -> throw new CancellationException("The operation was cancelled");
            case Pending pending -> throw new IllegalStateException("The operation is still under way");
        };
    }

    /** The operation is under way: {@code VSS_S_ASYNC_PENDING} (0x00042309). */
    record Pending() implements AsyncStatus {}

    /**
     * The operation ran to its end. It does not follow that every writer did its part: their status has to be asked for.
     *
     * @param code {@code VSS_S_ASYNC_FINISHED} (0x0004230A), or the success code that the service gave instead, such as
     *     {@code VSS_S_SOME_SNAPSHOTS_NOT_IMPORTED} (0x00042321)
     */
    record Finished(HResult code) implements AsyncStatus {
        /**
         * Checks the code.
         *
         * @throws IllegalArgumentException if the code says failure
         */
        public Finished {
            if (!code.isSuccess()) {
                throw new IllegalArgumentException(code + " is not a success code");
            }
        }
    }

    /** The operation was cancelled: {@code VSS_S_ASYNC_CANCELLED} (0x0004230B). */
    record Cancelled() implements AsyncStatus {}

    /**
     * The operation failed.
     *
     * @param error the operation's own error, one of those of the method that began it
     */
    record Failed(HResult error) implements AsyncStatus {
        /**
         * Checks the error.
         *
         * @throws IllegalArgumentException if the code says success
         */
        public Failed {
            if (!Objects.requireNonNull(error).isFailure()) {
                throw new IllegalArgumentException(error + " is not an error code");
            }
        }
    }
}
