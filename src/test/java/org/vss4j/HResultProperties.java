package org.vss4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.vss4j.testing.Holds;

class HResultProperties {
    /** Bits 29 and 30, which belong to neither the facility nor the severity. */
    private static final int RESERVED = 0x6000_0000;

    @Property
    void parse_readsWhatHexWrites(@ForAll int value) {
        HResult hresult = HResult.of(value);
        assertThat(hresult.hex()).matches("0x[0-9A-F]{8}");
        assertThat(HResult.parse(hresult.hex())).contains(hresult);
        assertThat(HResult.parse(hresult.hex().toLowerCase(Locale.ROOT))).contains(hresult);
    }

    @Property
    void parse_readsSignedAndUnsignedDecimal(@ForAll int value) {
        assertThat(HResult.parse(Integer.toString(value))).contains(HResult.of(value));
        assertThat(HResult.parse(Integer.toUnsignedString(value))).contains(HResult.of(value));
    }

    @Property
    void parse_ofDecimal_isPresentWithin32Bits(@ForAll long value) {
        boolean fits = value >= Integer.MIN_VALUE && value <= 0xFFFF_FFFFL;
        assertThat(HResult.parse(Long.toString(value)).isPresent()).isEqualTo(fits);
    }

    @Property
    void parse_ofAnyText_neverThrows(@ForAll("texts") String text) {
        HResult.parse(text)
                .ifPresent(parsed -> assertThat(HResult.parse(parsed.hex())).contains(parsed));
    }

    /** Any text, and text that resembles a number. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(30),
                Arbitraries.strings().numeric().ofMaxLength(30),
                Arbitraries.strings()
                        .withChars("0123456789abcdefABCDEF-+xX_() ")
                        .ofMaxLength(30),
                Arbitraries.strings()
                        .withChars("0123456789abcdefABCDEF")
                        .ofMaxLength(12)
                        .map(digits -> "0x" + digits));
    }

    @Property
    void parse_readsWhatNameGives(@ForAll("codes") HResult hresult) {
        assertThat(HResult.parse(hresult.name())).contains(hresult);
    }

    @Property
    void toString_containsHexAndName(@ForAll("codes") HResult hresult) {
        assertThat(hresult.toString()).contains(hresult.hex()).contains(hresult.name());
    }

    @Property
    void severityFacilityAndCode_recomposeTheValue(@ForAll int value) {
        HResult hresult = HResult.of(value);
        int severity = hresult.isFailure() ? 1 : 0;
        assertThat(severity << 31 | hresult.facility() << 16 | hresult.code()).isEqualTo(value & ~RESERVED);
        assertThat(hresult.isSuccess()).isNotEqualTo(hresult.isFailure());
    }

    @Property
    void meaningAndAdvice_areShortSentences(@ForAll("codes") HResult hresult) {
        assertThat(hresult.meaning()).isNotBlank().endsWith(".").hasSizeLessThanOrEqualTo(240);
        assertThat(hresult.advice()).isNotBlank().endsWith(".").hasSizeLessThanOrEqualTo(240);
    }

    /** Codes from the whole range, with those of the catalogue among them as often as the others. */
    @Provide
    Arbitrary<HResult> codes() {
        return Arbitraries.oneOf(
                Arbitraries.integers().map(HResult::of), Arbitraries.of(rows()).map(HResultCatalog.Row::code));
    }

    @Example
    void everyRow_isFoundByItsNameAndByItsCode() {
        for (HResultCatalog.Row row : rows()) {
            assertThat(HResult.parse(row.name())).contains(row.code());
            assertThat(HResult.parse(row.name().toLowerCase(Locale.ROOT))).contains(row.code());
            assertThat(row.code().name()).isEqualTo(row.name());
            assertThat(row.code().meaning()).isEqualTo(row.meaning());
            assertThat(row.code().advice()).isEqualTo(row.advice());
            assertThat(row.code().retry()).isEqualTo(row.retry());
        }
    }

    @Example
    void everyRow_hasMeaningAndAdviceInShortSentences() {
        for (HResultCatalog.Row row : rows()) {
            assertThat(List.of(row.meaning(), row.advice()))
                    .as(row.name())
                    .allSatisfy(text -> assertThat(text)
                            .isNotBlank()
                            .endsWith(".")
                            .hasSizeLessThanOrEqualTo(240)
                            .isEqualTo(text.strip()));
        }
    }

    @Example
    void rows_areOrderedByCodeAndOccurOnce() {
        assertThat(rows())
                .isSortedAccordingTo(Comparator.comparing(row -> row.code().hex()));
        assertThat(rows()).extracting(HResultCatalog.Row::code).doesNotHaveDuplicates();
        assertThat(rows()).extracting(HResultCatalog.Row::name).doesNotHaveDuplicates();
    }

    @Example
    void rowsOfWin32_areNamedByTheMacroOrByCom() {
        assertThat(rows())
                .filteredOn(row -> row.name().startsWith("HRESULT_FROM_WIN32("))
                .isNotEmpty()
                .allMatch(row -> row.code().isFailure()
                        && row.code().facilityName().equals("FACILITY_WIN32")
                        && row.name().endsWith(")"));
        assertThat(rows())
                .filteredOn(row -> row.code().facilityName().equals("FACILITY_WIN32"))
                .filteredOn(row -> !row.name().startsWith("HRESULT_FROM_WIN32("))
                .extracting(HResultCatalog.Row::name)
                .containsExactlyInAnyOrder("E_ACCESSDENIED", "E_HANDLE", "E_OUTOFMEMORY", "E_INVALIDARG");
    }

    @Example
    @Holds(1711)
    void codesOfVss_areExactlyThoseOfMicrosoftsHeader() throws IOException {
        Map<String, String> ours = rows().stream()
                .filter(row -> row.name().startsWith("VSS_"))
                .collect(toMap(HResultCatalog.Row::name, row -> row.code().hex()));
        assertThat(ours).hasSize(81).isEqualTo(microsofts());
    }

    @Example
    @Holds(417)
    void retryLater_isForTheSevenCodesOfMicrosoftsAdvice() {
        assertThat(rows())
                .filteredOn(row -> row.retry() == HResult.Retry.LATER)
                .extracting(HResultCatalog.Row::name)
                .containsExactlyInAnyOrder(
                        "VSS_E_FLUSH_WRITES_TIMEOUT",
                        "VSS_E_HOLD_WRITES_TIMEOUT",
                        "VSS_E_PROVIDER_VETO",
                        "VSS_E_UNEXPECTED_PROVIDER_ERROR",
                        "VSS_E_WRITERERROR_OUTOFRESOURCES",
                        "VSS_E_WRITERERROR_TIMEOUT",
                        "VSS_E_WRITERERROR_RETRYABLE");
    }

    @Example
    void retrySoon_isForFailuresOnly() {
        assertThat(rows())
                .filteredOn(row -> row.retry() == HResult.Retry.SOON)
                .isNotEmpty()
                .allMatch(row -> row.code().isFailure());
    }

    private static List<HResultCatalog.Row> rows() {
        return List.copyOf(HResultCatalog.get().rows());
    }

    /** Names and codes of Microsoft's own header, which the catalogue was not made from. */
    private static Map<String, String> microsofts() throws IOException {
        InputStream resource =
                Objects.requireNonNull(HResultProperties.class.getResourceAsStream("vsserror-codes.tsv"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arrays.asList(line.split("\t", -1)))
                    .collect(toMap(fields -> fields.get(0), fields -> fields.get(1)));
        }
    }
}
