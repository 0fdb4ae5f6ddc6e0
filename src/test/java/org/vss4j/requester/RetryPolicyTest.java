package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.HResult;
import org.vss4j.testing.Holds;

/** When it is tried again, and after how long. */
class RetryPolicyTest {
    /** Those of the pages of DoSnapshotSet and GetWriterStatus. */
    private static final Set<Integer> TRANSIENT =
            Set.of(0x80042313, 0x80042314, 0x80042306, 0x8004230F, 0x800423F1, 0x800423F2, 0x800423F3);

    @ParameterizedTest
    @ValueSource(ints = {0x80042313, 0x80042314, 0x80042306, 0x8004230F, 0x800423F1, 0x800423F2, 0x800423F3})
    @Holds(417)
    void anErrorThatPasses_isTriedAgainThreeTimes_afterTenMinutes(int code) {
        List<HResult> failures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            failures.add(HResult.of(code));
            assertThat(RetryPolicy.documented().pause(failures)).contains(Duration.ofMinutes(10));
        }
        failures.add(HResult.of(code));
        assertThat(RetryPolicy.documented().pause(failures)).isEmpty();
    }

    @Test
    void noOtherErrorIsTriedAgain() {
        for (int code = 0x80042300; code <= 0x80042420; code++) {
            HResult error = HResult.of(code);
            boolean again = TRANSIENT.contains(code) || error.equals(HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS);
            assertThat(RetryPolicy.documented().pause(List.of(error)).isPresent())
                    .as(error.toString())
                    .isEqualTo(again);
        }
    }

    @Test
    void whileSomeoneElseMakesASet_pausesGrow_untilTheLimit() {
        RetryPolicy policy = RetryPolicy.whileBusy(Duration.ofSeconds(20));
        List<Long> pauses = new ArrayList<>();
        for (int n = 1; ; n++) {
            Optional<Duration> pause = policy.pause(Collections.nCopies(n, HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS));
            if (pause.isEmpty()) {
                break;
            }
            pauses.add(pause.get().toMillis());
        }
        assertThat(pauses).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L, 5000L);
    }

    @Test
    void whoeverNeverTriesAgain_neverDoes() {
        assertThat(RetryPolicy.never().pause(List.of(HResult.VSS_E_PROVIDER_VETO)))
                .isEmpty();
    }
}
