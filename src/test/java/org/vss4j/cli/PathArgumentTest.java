package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vss4j.internal.windows.Platform;

class PathArgumentTest {
    private static final String AS_MOUNTVOL_PRINTS_IT = "\\\\?\\Volume{12345678-9abc-def0-1234-56789abcdef0}\\";

    /** Off Windows it is the name of a file. */
    @Test
    void aVolumesOwnName_isTakenInTheFormThatJavaReads() {
        String expected = Platform.isWindows() ? AS_MOUNTVOL_PRINTS_IT.replace('?', '.') : AS_MOUNTVOL_PRINTS_IT;
        assertThat(new PathArgument().convert(AS_MOUNTVOL_PRINTS_IT)).hasToString(expected);
    }
}
