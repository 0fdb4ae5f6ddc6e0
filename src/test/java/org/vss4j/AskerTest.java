package org.vss4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long an operation is not asked for after a question that took too long. */
class AskerTest {
    @Test
    void itRestsNineTimesAsLong() {
        assertThat(Asker.restAfter(TimeUnit.MILLISECONDS.toNanos(50))).isEqualTo(TimeUnit.MILLISECONDS.toNanos(450));
    }

    @Test
    void aQuestionThatTookAMinuteDelaysTheEndByASecondAtMost() {
        assertThat(Asker.restAfter(TimeUnit.MINUTES.toNanos(1))).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    }
}
