package org.vss4j.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What a call failed by. */
final class Failure {
    private Failure() {}

    /** Something that may fail. */
    interface Call {
        void make() throws PosixException;
    }

    /** Asserts that a call fails by an error. */
    static PosixException of(Errno error, Call call) {
        PosixException failure = catchThrowableOfType(PosixException.class, call::make);
        assertThat(failure).as("it did not fail").isNotNull();
        assertThat(failure.name()).isEqualTo(error.name());
        return failure;
    }
}
