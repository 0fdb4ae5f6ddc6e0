package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BackupOptionsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void eachChange_isOneOfACopy_andOfNothingElse() {
        BackupOptions defaults = BackupOptions.defaults();
        BackupOptions changed = defaults;
        List<UnaryOperator<BackupOptions>> changes = List.of(
                options -> options.withContext(SnapshotContext.NAS_ROLLBACK),
                options -> options.withAttributes(List.of(SnapshotAttribute.DIFFERENTIAL)),
                options -> options.withType(BackupType.FULL),
                options -> options.withTimeout(MINUTE),
                options -> options.withAtShutdown(BackupOptions.AtShutdown.LEAVE_TO_PROGRAM),
                options -> options.withSelection(ComponentSelection.none().allow("*")),
                options -> options.withMetadata(BackupOptions.Metadata.KEPT),
                options -> options.withPatience(MINUTE),
                options -> options.withSystemState(BackupOptions.SystemState.BACKED_UP),
                options -> options.withPartialFiles(BackupOptions.PartialFiles.SUPPORTED),
                options -> options.withProvider(ProviderChoice.named("One")),
                options -> options.withProvider(Path.of("volume"), ProviderChoice.any()));
        for (UnaryOperator<BackupOptions> change : changes) {
            assertThat(change.apply(changed)).isNotEqualTo(changed);
            changed = change.apply(changed);
        }
        assertThat(changed.context()).isEqualTo(SnapshotContext.NAS_ROLLBACK);
        assertThat(changed.attributes()).containsExactly(SnapshotAttribute.DIFFERENTIAL);
        assertThat(changed.type()).isEqualTo(BackupType.FULL);
        assertThat(changed.timeout()).isEqualTo(MINUTE);
        assertThat(changed.atShutdown()).isEqualTo(BackupOptions.AtShutdown.LEAVE_TO_PROGRAM);
        assertThat(changed.selection()).isEqualTo(ComponentSelection.none().allow("*"));
        assertThat(changed.metadata()).isEqualTo(BackupOptions.Metadata.KEPT);
        assertThat(changed.patience()).isEqualTo(MINUTE);
        assertThat(changed.systemState()).isEqualTo(BackupOptions.SystemState.BACKED_UP);
        assertThat(changed.partialFiles()).isEqualTo(BackupOptions.PartialFiles.SUPPORTED);
        assertThat(changed.provider()).isEqualTo(ProviderChoice.named("One"));
        assertThat(changed.providersOfVolumes()).containsExactly(entry(Path.of("volume"), ProviderChoice.any()));
        assertThat(defaults).isEqualTo(BackupOptions.defaults()).hasSameHashCodeAs(BackupOptions.defaults());
    }

    @Test
    void aTimeoutIsNoneOrPrinted_andNeverNegative() {
        assertThat(BackupOptions.defaults()).asString().contains("timeout=none", "patience=PT5S");
        assertThat(BackupOptions.defaults().withTimeout(MINUTE)).asString().contains("timeout=PT1M");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackupOptions.defaults().withTimeout(Duration.ofNanos(-1)))
                .withMessage("The timeout is negative: PT-0.000000001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackupOptions.defaults().withPatience(Duration.ofNanos(-1)))
                .withMessage("The patience is negative: PT-0.000000001S");
    }
}
