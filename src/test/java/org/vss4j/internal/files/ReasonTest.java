package org.vss4j.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.vss4j.internal.posix.Errno;
import org.vss4j.internal.posix.PosixException;

class ReasonTest {
    private static final Path SHORT = Path.of("folder", "name");
    private static final Path LONG = Path.of("folder", "n".repeat(256));

    @Test
    void aFailedCall_isToldInOurOwnWords() {
        IOException failure = new PosixException("openat", "name", Errno.EIO.number());
        assertThat(Reason.of(failure)).isEqualTo("input/output error");
        assertThat(Reason.naming(SHORT, failure)).hasMessage(SHORT + ": input/output error");
    }

    @Test
    void whatIsTooLong_isKnownByItsNumber_alsoBelowTheMessageThatNamesThePath() {
        IOException tooLong = new PosixException("mkdirat", "name", Errno.ENAMETOOLONG.number());
        assertThat(Reason.isTooLong(SHORT, tooLong)).isTrue();
        assertThat(Reason.isTooLong(SHORT, Reason.naming(SHORT, tooLong))).isTrue();
        IOException full = new PosixException("write", "name", Errno.ENOSPC.number());
        assertThat(Reason.isTooLong(LONG, Reason.naming(LONG, full))).isFalse();
    }

    /** The system's text may be in any language. */
    @Test
    void withoutANumber_thePathsLengthIsLookedAt_andNoText() {
        IOException german = new FileSystemException("name", null, "Der Dateiname ist zu lang");
        assertThat(Reason.isTooLong(LONG, german)).isTrue();
        assertThat(Reason.isTooLong(Path.of("a/".repeat(20_000)), german)).isTrue();
        assertThat(Reason.isTooLong(SHORT, new FileSystemException("name", null, "File name too long")))
                .isFalse();
        assertThat(Reason.isTooLong(SHORT, new AccessDeniedException("name"))).isFalse();
        assertThat(Reason.isTooLong(LONG, new IOException("Input/output error")))
                .isFalse();
    }
}
