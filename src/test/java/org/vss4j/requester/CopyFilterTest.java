package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which copies are meant, when of one it is not known of what it is a copy. */
class CopyFilterTest {
    private static final StoredCopy UNKNOWN = copy(1, "");
    private static final StoredCopy OLD = copy(2, "V");
    private static final StoredCopy YOUNG = copy(3, "V");
    private static final List<StoredCopy> ALL = List.of(UNKNOWN, OLD, YOUNG);

    private static StoredCopy copy(int number, String volume) {
        return new StoredCopy(
                new UUID(0, number),
                new UUID(1, number),
                1,
                volume,
                "device",
                "machine",
                Optional.empty(),
                new UUID(2, 0),
                Set.of(SnapshotAttribute.PERSISTENT),
                Instant.ofEpochSecond(number));
    }

    @Test
    void whatAsksForMoreThanIds_isNotDecidedForIt_andItIsNotAmongTheSelected() {
        for (CopyFilter filter : List.of(
                CopyFilter.all().withVolume("V"),
                CopyFilter.all().oldestOfVolume(),
                CopyFilter.all().withCreatedBefore(Instant.MAX.minusSeconds(1)),
                CopyFilter.all().withAttribute(SnapshotAttribute.PERSISTENT),
                CopyFilter.all().withId(UNKNOWN.id()).withId(OLD.id()).withVolume("V"))) {
            assertThat(filter.undecided(ALL)).as("%s", filter).containsExactly(UNKNOWN);
            assertThat(filter.select(ALL)).as("%s", filter).contains(OLD).doesNotContain(UNKNOWN);
            assertThatExceptionOfType(UndecidedCopiesException.class)
                    .as("%s", filter)
                    .isThrownBy(() -> filter.requireDecided(ALL))
                    .withMessageContaining(UNKNOWN.id() + " of the set " + UNKNOWN.setId());
        }
    }

    @Test
    void allCopies_andWhatIsNamedByIds_areDecided() {
        for (CopyFilter filter : List.of(
                CopyFilter.all(),
                CopyFilter.all().withId(UNKNOWN.id()),
                CopyFilter.all().withSet(UNKNOWN.setId()),
                CopyFilter.all().withId(OLD.id()).withVolume("V").oldestOfVolume())) {
            assertThatCode(() -> filter.requireDecided(ALL)).doesNotThrowAnyException();
        }
        assertThat(CopyFilter.all().select(ALL)).isEqualTo(ALL);
        assertThat(CopyFilter.all().withSet(UNKNOWN.setId()).select(ALL)).containsExactly(UNKNOWN);
    }
}
