package org.vss4j.requester;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vss4j.HResult;

/**
 * Decides whether shadow copies that could not be made are tried again, each time as a whole and with a new session.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vsbackup/nf-vsbackup-ivssbackupcomponents-dosnapshotset">
 *     DoSnapshotSet</a>
 */
@FunctionalInterface
public interface RetryPolicy {
    /**
     * Decides.
     *
     * @param failures how the attempts ended so far; the last one is the latest. Where several writers failed that the
     *     backup needs, it is an error that would come again, if there is one among theirs
     * @return how long to wait before the next attempt; empty if there shall be none
     */
    Optional<Duration> pause(List<HResult> failures);

    /**
     * As Microsoft documents it: errors that pass ({@link HResult.Retry#LATER}, seven codes) are tried again after ten
     * minutes, up to three times; while someone else makes a set, as {@link #whileBusy}, up to ten minutes.
     *
     * @return the policy
     */
    static RetryPolicy documented() {
        return documented(Duration.ofMinutes(10));
    }

    /**
     * As {@link #documented()}, with another pause.
     *
     * @param delay how long to wait instead of ten minutes
     * @return the policy
     */
    static RetryPolicy documented(Duration delay) {
        RetryPolicy busy = whileBusy(Duration.ofMinutes(10));
        return failures -> {
            if (failures.getLast().retry() != HResult.Retry.LATER) {
                return busy.pause(failures);
            }
            int most = 3;
            long passing = failures.stream()
                    .filter(failure -> failure.retry() == HResult.Retry.LATER)
                    .count();
            return passing <= most ? Optional.of(delay) : Optional.empty();
        };
    }

    /**
     * Tries again only while someone else on the machine makes a set, VSS_E_SNAPSHOT_SET_IN_PROGRESS (0x80042316): after
     * 0.1 s, and then twice as long each time, up to 5 s.
     *
     * @param limit how long to wait altogether
     * @return the policy
     */
    static RetryPolicy whileBusy(Duration limit) {
        return failures -> {
            if (!failures.getLast().equals(HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS)) {
                return Optional.empty();
            }
            Duration longest = Duration.ofSeconds(5);
            Duration waited = Duration.ZERO;
            Duration next = Duration.ofMillis(100);
            long before = failures.stream()
                            .filter(HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS::equals)
                            .count()
                    - 1;
            for (long i = 0; i < before && waited.compareTo(limit) < 0; i++) {
                waited = waited.plus(next);
                next = next.multipliedBy(2).compareTo(longest) < 0 ? next.multipliedBy(2) : longest;
            }
            return waited.compareTo(limit) < 0 ? Optional.of(next) : Optional.empty();
        };
    }

    /**
     * Never tries again.
     *
     * @return the policy
     */
    static RetryPolicy never() {
        return failures -> Optional.empty();
    }
}
