package org.vss4j.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are files on a disk of Windows, and something else in its paths. */
class WindowsNamesTest {
    @ParameterizedTest
    @CsvSource({
        "'foo.', dot",
        "'foo..', dot",
        "'bar ', blank",
        "' ', blank",
        "'a:b', character",
        "'a?', character",
        "'a\tb', character",
        "nul, device",
        "NUL, device",
        "con.txt, device",
        "'aux .c', device",
        "com1, device",
        "LPT9.log, device"
    })
    void aNameThatMeansSomethingElse_isRefused_andItIsSaidWhy(String name, String why) {
        assertThat(WindowsNames.refusal(name))
                .hasValueSatisfying(reason -> assertThat(reason).contains(why));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo",
                ".foo",
                "foo.bar",
                " foo",
                "nullable",
                "com",
                "com0",
                "com10",
                "console.txt",
                "\u00E4\uD83D\uDE00"
            })
    void allOthersAreTaken(String name) {
        assertThat(WindowsNames.refusal(name)).isEmpty();
    }
}
