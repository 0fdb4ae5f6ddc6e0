package org.vss4j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HResultTest {
    private static final HResult UNKNOWN = HResult.of(0x8004ABCD);

    @Test
    void toString_ofKnownCode_isNameAndHex() {
        assertThat(HResult.VSS_E_BAD_STATE).hasToString("VSS_E_BAD_STATE (0x80042301)");
        assertThat(HResult.S_OK).hasToString("S_OK (0x00000000)");
    }

    @Test
    void toString_ofUnknownCode_isHexAlone() {
        assertThat(UNKNOWN).hasToString("0x8004ABCD");
    }

    @Test
    void name_ofWin32Code_isTheMacroAndTheWin32Name() {
        assertThat(HResult.of(0x80070070).name()).isEqualTo("HRESULT_FROM_WIN32(ERROR_DISK_FULL)");
    }

    @Test
    void name_ofUnknownCode_isHex() {
        assertThat(UNKNOWN.isKnown()).isFalse();
        assertThat(UNKNOWN.name()).isEqualTo("0x8004ABCD");
    }

    @Test
    void meaningAndAdvice_ofKnownCode_areTheCatalogues() {
        HResult busy = HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS;
        assertThat(busy.isKnown()).isTrue();
        assertThat(busy.meaning()).contains("Another shadow copy");
        assertThat(busy.advice()).contains("Try again in a few seconds");
        assertThat(busy.retry()).isEqualTo(HResult.Retry.SOON);
    }

    @Test
    void meaning_ofUnknownCode_namesItsParts() {
        assertThat(UNKNOWN.meaning())
                .isEqualTo("This code is not in the catalogue: a failure of FACILITY_ITF, code 43981 (0xABCD).");
        assertThat(HResult.of(0x0123000F).meaning()).contains("a success of facility 0x123, code 15 (0x000F)");
    }

    @Test
    void advice_ofUnknownWin32Code_namesNetHelpmsg() {
        assertThat(HResult.of(0x80070BB8).advice()).contains("`net helpmsg 3000`");
    }

    @Test
    void advice_ofNtstatus_namesTheNtstatus() {
        assertThat(HResult.of(0xD0000022).advice()).contains("NTSTATUS 0xC0000022");
    }

    @Test
    void advice_ofOtherUnknownCode_saysWhereToLook() {
        assertThat(UNKNOWN.advice()).contains("event logs").endsWith(".");
    }

    @Test
    void retry_ofUnknownCode_isNo() {
        assertThat(UNKNOWN.retry()).isEqualTo(HResult.Retry.NO);
    }

    @Test
    void success_isWhatIsNotNegative() {
        assertThat(List.of(HResult.S_OK, HResult.VSS_S_ASYNC_CANCELLED, HResult.of(Integer.MAX_VALUE)))
                .allMatch(HResult::isSuccess)
                .noneMatch(HResult::isFailure);
        assertThat(List.of(HResult.of(-1), HResult.E_FAIL, HResult.of(Integer.MIN_VALUE)))
                .allMatch(HResult::isFailure)
                .noneMatch(HResult::isSuccess);
    }

    @ParameterizedTest
    @CsvSource({
        "0x80042301, 4, FACILITY_ITF, 0x2301",
        "0x80070005, 7, FACILITY_WIN32, 5",
        "0x80010119, 1, FACILITY_RPC, 0x119",
        "0x8000FFFF, 0, FACILITY_NULL, 0xFFFF",
        "0x80310000, 49, FACILITY_FVE, 0",
        "0x81230001, 0x123, facility 0x123, 1",
        "0xFABC0001, 0x1ABC, facility 0x1ABC, 1",
    })
    void facilityAndCode_areThoseOfMicrosoftsMacros(String value, String facility, String name, String code) {
        HResult hresult = HResult.of(Long.decode(value).intValue());
        assertThat(hresult.facility()).isEqualTo(Integer.decode(facility));
        assertThat(hresult.facilityName()).isEqualTo(name);
        assertThat(hresult.code()).isEqualTo(Integer.decode(code));
    }

    @Test
    void parse_acceptsNamesInUpperAndLowerCase() {
        assertThat(HResult.parse("VSS_E_BAD_STATE")).contains(HResult.VSS_E_BAD_STATE);
        assertThat(HResult.parse("vss_e_Bad_State")).contains(HResult.VSS_E_BAD_STATE);
        assertThat(HResult.parse("e_notimpl")).contains(HResult.E_NOTIMPL);
    }

    @Test
    void parse_acceptsWin32NamesWithAndWithoutTheMacro() {
        HResult diskFull = HResult.of(0x80070070);
        assertThat(HResult.parse("ERROR_DISK_FULL")).contains(diskFull);
        assertThat(HResult.parse("hresult_from_win32(error_disk_full)")).contains(diskFull);
        assertThat(HResult.parse("RPC_S_SERVER_UNAVAILABLE")).contains(HResult.of(0x800706BA));
    }

    @ParameterizedTest
    @CsvSource({
        "ERROR_ACCESS_DENIED, 0x80070005",
        "ERROR_INVALID_HANDLE, 0x80070006",
        "ERROR_OUTOFMEMORY, 0x8007000E",
        "ERROR_INVALID_PARAMETER, 0x80070057",
        "HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED), 0x80070005",
    })
    void parse_acceptsWin32NamesOfCodesThatComNamesItself(String name, String hex) {
        assertThat(HResult.parse(name).map(HResult::hex)).contains(hex);
    }

    @Test
    void parse_acceptsHexOfOneToEightDigits() {
        assertThat(HResult.parse("0x80042316")).contains(HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS);
        assertThat(HResult.parse("0X8004230f")).contains(HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR);
        assertThat(HResult.parse("0x4230B")).contains(HResult.VSS_S_ASYNC_CANCELLED);
        assertThat(HResult.parse("0x0")).contains(HResult.S_OK);
    }

    @Test
    void parse_acceptsUnsignedDecimal() {
        assertThat(HResult.parse("2147754774")).contains(HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS);
        assertThat(HResult.parse("4294967295")).contains(HResult.of(-1));
        assertThat(HResult.parse("00000000000000000001")).contains(HResult.of(1));
    }

    @Test
    void parse_acceptsNegativeDecimal() {
        assertThat(HResult.parse("-2147212522")).contains(HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS);
        assertThat(HResult.parse("-2147483648")).contains(HResult.of(Integer.MIN_VALUE));
    }

    @Test
    void parse_takesDigitsAsDecimalEvenIfTheyLookLikeHex() {
        assertThat(HResult.parse("80042316")).contains(HResult.of(80042316));
    }

    @Test
    void parse_ignoresBlanksAround() {
        assertThat(HResult.parse(" \t0x80042301\n")).contains(HResult.VSS_E_BAD_STATE);
        assertThat(HResult.parse("  E_FAIL ")).contains(HResult.E_FAIL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0x",
                "0x123456789",
                "0x8004230G",
                "8004230F",
                "4294967296",
                "-2147483649",
                "99999999999",
                "+5",
                "--5",
                "- 5",
                "0x-5",
                "-0x5",
                "1.5",
                "5L",
                "\u0665",
                "E_",
                "VSS_E_NO_SUCH_CODE",
                "VSS_E_BAD_STATE (0x80042301)",
                "HRESULT_FROM_WIN32()",
                "HRESULT_FROM_WIN32(E_FAIL)",
                "#",
            })
    void parse_ofAnythingElse_isEmpty(String text) {
        assertThat(HResult.parse(text)).isEmpty();
    }

    @Test
    void parseAndToString_doNotDependOnTheDefaultLocale() {
        Locale before = Locale.getDefault();
        try {
            // Turkish: an i in upper case is not an I. Arabic with its own digits: %d would print those.
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(HResult.parse("vss_e_insufficient_storage")).contains(HResult.VSS_E_INSUFFICIENT_STORAGE);
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(UNKNOWN).hasToString("0x8004ABCD");
            assertThat(UNKNOWN.meaning()).contains("code 43981 (0xABCD)");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void everyConstant_hasTheCataloguesName() throws IllegalAccessException {
        List<String> names = new ArrayList<>();
        for (Field field : HResult.class.getFields()) {
            assertThat(((HResult) field.get(null)).name()).isEqualTo(field.getName());
            names.add(field.getName());
        }
        assertThat(names).hasSize(26);
    }

    @Test
    void catalogue_thatIsMissing_isABrokenBuild() {
        assertThatIllegalStateException()
                .isThrownBy(() -> HResultCatalog.read(null))
                .withMessageContainingAll("Broken build", "hresults.tsv", "missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0x80004005;E_FAIL;no;Failed. | 4 columns",
                "0x80004005;E_FAIL;no;Failed.;Look.;More. | 6 columns",
                "80004005;E_FAIL;no;Failed.;Look. | not a code",
                "0x8000400f;E_FAIL;no;Failed.;Look. | not a code",
                "0x80004005;E_FAIL;never;Failed.;Look. | NEVER",
                "0x80004005; ;no;Failed.;Look. | empty column",
                "0x80004005;E_FAIL;no;Failed.; | empty column",
                "0x80004001;E_FAIL;no;Failed.;Look. | 0x80004001 occurs twice",
                "0x80004005;E_NOTIMPL;no;Failed.;Look. | E_NOTIMPL occurs twice",
                "0x80070070;HRESULT_FROM_WIN32(ERROR_DISK_FULL);no;Full.;Free. | ERROR_DISK_FULL) occurs twice",
                "'' | 1 columns",
            })
    void catalogue_thatIsMalformed_isABrokenBuildAndNamesTheLine(String line, String reason) {
        String before = """
                # header
                0x80004001;E_NOTIMPL;no;Nothing.;Nothing.
                0x80070071;HRESULT_FROM_WIN32(ERROR_DISK_FULL);no;Full.;Free.
                """;
        byte[] bytes = (before + line + "\n").replace(';', '\t').getBytes(UTF_8);
        assertThatIllegalStateException()
                .isThrownBy(() -> HResultCatalog.read(new ByteArrayInputStream(bytes)))
                .withMessageContainingAll("Broken build", "line 4", reason);
    }

    @Test
    void catalogue_thatIsNotUtf8_isABrokenBuild() {
        byte[] bytes = "# \u00fc\n".getBytes(ISO_8859_1);
        assertThatIllegalStateException()
                .isThrownBy(() -> HResultCatalog.read(new ByteArrayInputStream(bytes)))
                .withMessageContaining("MalformedInputException");
    }

    @Test
    void catalogue_isReadOnce() {
        assertThat(HResultCatalog.get()).isSameAs(HResultCatalog.get());
    }
}
