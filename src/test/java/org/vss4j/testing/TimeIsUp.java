package org.vss4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/** Sessions whose time is up in the one step that never ends, however long the steps before it take. */
public final class TimeIsUp {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofMinutes(1);

    private TimeIsUp() {}

    /** A session from its beginning, which has to end by a {@link TimeoutException}. */
    public interface Attempt {
        void within(Duration timeout) throws Exception;
    }

    /**
     * The exception that ends a step. On a busy machine the time may be up before the step is reached, which proves nothing:
     * then all is attempted again, with more of it.
     *
     * @param ending how the message of that begins, with the method and what became of it
     */
    public static TimeoutException with(String ending, Attempt attempt) {
        Duration timeout = SHORT;
        while (true) {
            Duration given = timeout;
            TimeoutException thrown = Objects.requireNonNull(
                    catchThrowableOfType(TimeoutException.class, () -> attempt.within(given)), "nothing was thrown");
            String message = String.valueOf(thrown.getMessage());
            if (message.startsWith(ending)) {
                return thrown;
            }
            assertThat(timeout).as(message).isLessThan(MOST);
            timeout = timeout.multipliedBy(4);
        }
    }
}
