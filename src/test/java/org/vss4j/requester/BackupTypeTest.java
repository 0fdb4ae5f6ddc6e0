package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vss4j.writer.BackupSchema;

class BackupTypeTest {
    @ParameterizedTest
    @EnumSource
    void whoSupportsEitherOfTwoTypes_supportsEach_andNoOther(BackupType type) {
        BackupSchema schema = BackupSchema.of(BackupSchema.Feature.EXCLUSIVE_INCREMENTAL_DIFFERENTIAL);
        assertThat(type.isSupportedBy(schema)).isEqualTo(type != BackupType.COPY && type != BackupType.LOG);
    }
}
