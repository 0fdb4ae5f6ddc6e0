package org.vss4j.internal.comserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vss4j.AsyncOperation;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.ScriptedAsync;

/** An object whose methods throw: what it threw never crosses back into native code, where it would end the JVM. */
@ExtendWith(NothingLeftBehind.class)
class UpcallTest {
    static Stream<Named<Throwable>> thrown() {
        return Stream.of(
                Named.of("an exception", new IllegalStateException("of the object")),
                Named.of("no memory", new OutOfMemoryError("of the object")),
                Named.of("no stack", new StackOverflowError("of the object")),
                Named.of("an error that cannot be told of", new UnreportableError()));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void whatAMethodThrows_isAnHresultToTheCaller(Throwable thrown) {
        try (AsyncOperation operation = AsyncOperation.adopt(new Throwing(thrown).pointer(), Arena.global())) {
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(operation::status)
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.E_UNEXPECTED));
            assertReported(thrown, Violations.drain());
        }
    }

    private static void assertReported(Throwable thrown, List<String> violations) {
        if (thrown instanceof UnreportableError) {
            assertThat(violations).isEmpty();
        } else {
            assertThat(violations)
                    .singleElement()
                    .asString()
                    .contains("QueryStatus")
                    .contains(thrown.toString());
        }
    }

    private static final class Throwing extends ScriptedAsync {
        private final Throwable thrown;

        Throwing(Throwable thrown) {
            this.thrown = thrown;
        }

        @Override
        protected int queryStatus(StatusOut out) {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        }
    }

    /** An error that cannot be told of: as when there is no memory for the message. */
    private static final class UnreportableError extends Error {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new OutOfMemoryError("of the message");
        }
    }
}
