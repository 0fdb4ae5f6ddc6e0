package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vss4j.testing.OnPosix;
import org.vss4j.testing.OnWindows;

class PathArgumentTest {
    private static final String AS_WINDOWS_WRITES_IT = "\\\\?\\Volume{12345678-9abc-def0-1234-56789abcdef0}\\";

    private static String converted(String text) {
        return new PathArgument().convert(text).toString();
    }

    @Test
    @OnWindows
    void aVolumesOwnName_isTakenAsMountvolPrintsIt() {
        assertThat(converted(AS_WINDOWS_WRITES_IT)).isEqualTo(AS_WINDOWS_WRITES_IT.replace('?', '.'));
    }

    /** There it is the name of a file. */
    @Test
    @OnPosix
    void offWindows_aNameIsAsItStands() {
        assertThat(converted(AS_WINDOWS_WRITES_IT)).isEqualTo(AS_WINDOWS_WRITES_IT);
    }
}
