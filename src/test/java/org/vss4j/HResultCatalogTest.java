package org.vss4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HResultCatalogTest {
    private final HResultCatalog catalog =
            HResultCatalog.read(HResultCatalog.class.getResourceAsStream("hresults.tsv"));

    @Test
    void aCodeIsFoundByWin32sName_whereComHasItsOwn() {
        assertThat(catalog.find("ERROR_ACCESS_DENIED").map(HResultCatalog.Row::code))
                .contains(HResult.E_ACCESSDENIED);
        assertThat(catalog.find("HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED)").map(HResultCatalog.Row::name))
                .contains("E_ACCESSDENIED");
    }

    @Test
    void aCodeIsFoundByTheNameInsideTheMacro() {
        assertThat(catalog.find("ERROR_DISK_FULL").map(HResultCatalog.Row::code))
                .contains(HResult.of(0x80070070));
    }

    @Test
    void itIsReadOnce() {
        assertThat(HResultCatalog.get()).isNotNull().isSameAs(HResultCatalog.get());
    }
}
