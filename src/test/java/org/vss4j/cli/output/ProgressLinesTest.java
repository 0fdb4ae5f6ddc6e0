package org.vss4j.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Progress where stderr is no terminal: not silent for long, and not talkative. */
class ProgressLinesTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long seconds;
    private final Progress progress =
            new ProgressLines(new PrintStream(bytes, true, UTF_8), () -> TimeUnit.SECONDS.toNanos(seconds));

    private String said() {
        String text = bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
        bytes.reset();
        return text;
    }

    @Test
    void aPhaseIsALine_andWhileItCopiesThereIsOneEveryFiveSeconds() {
        progress.copying("taking a shadow copy");
        assertThat(said()).isEqualTo("vss4j: taking a shadow copy\n");
        for (seconds = 1; seconds <= 12; seconds++) {
            progress.copied(1 << 20);
            progress.finished();
        }
        assertThat(said()).isEqualTo("""
                vss4j: taking a shadow copy: 4 files, 5.0 MiB
                vss4j: taking a shadow copy: 9 files, 10.0 MiB
                """);
    }

    @Test
    void whatIsKnownOfTheWhole_isSaid_inEachPhase() {
        progress.total(7, 3 << 20);
        progress.copying("one");
        seconds += 5;
        progress.finished();
        progress.copying("two");
        seconds += 4;
        progress.finished();
        seconds += 1;
        progress.copied(1 << 20);
        assertThat(said()).isEqualTo("""
                vss4j: one
                vss4j: one: 1 of 7 files, 0 bytes of 3.0 MiB
                vss4j: two
                vss4j: two: 1 of 7 files, 1.0 MiB of 3.0 MiB
                """);
    }
}
