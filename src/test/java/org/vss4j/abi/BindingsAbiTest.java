package org.vss4j.abi;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vss4j.testing.Holds;

/** The bindings are what the tables say, and the tables have all that is in the bindings. */
class BindingsAbiTest {

    private static final Pattern DLL_OR_EXPORT =
            Pattern.compile("^/\\* (?<dll>\\w+\\.dll) \\*/$|^typedef .*?\\(\\w+ \\*(?<function>\\w+)Fn\\)");

    private final AbiCheck check = new AbiCheck(AbiTables.read());

    @TestFactory
    @Holds({1701, 1702})
    Stream<DynamicTest> everyInterfaceHasItsSlots() {
        return forEach(check.interfaces(), check::checkInterface);
    }

    @TestFactory
    @Holds(1706)
    Stream<DynamicTest> everyStructHasItsLayout() {
        return forEach(check.structs(), check::checkStruct);
    }

    @TestFactory
    @Holds(1709)
    Stream<DynamicTest> everyExportHasItsShape() {
        return forEach(check.exports(), check::checkExport);
    }

    @Test
    void everyConstantHasItsValue() {
        requireNone(check.checkConstants());
    }

    @Test
    @Holds(1708)
    void everyInterfaceIdIsMicrosofts() {
        requireNone(check.checkInterfaceIds());
    }

    @Test
    void everyClassOfTheBindingsIsInATable() {
        requireNone(check.checkCoverage());
    }

    @Test
    void everyExportStandsUnderItsDll() throws IOException {
        Map<String, String> dlls = new HashMap<>();
        String dll = "no DLL";
        for (String line : Files.readAllLines(Path.of("jextract/vssapi.h"))) {
            Matcher matcher = DLL_OR_EXPORT.matcher(line);
            if (matcher.find()) {
                if (matcher.group("dll") != null) {
                    dll = matcher.group("dll");
                } else {
                    dlls.put(matcher.group("function"), dll);
                }
            }
        }
        requireNone(check.checkDlls(dlls));
    }

    private static Stream<DynamicTest> forEach(Set<String> names, Function<String, List<String>> check) {
        return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> requireNone(check.apply(name))));
    }

    private static void requireNone(List<String> problems) {
        if (!problems.isEmpty()) {
            fail(String.join(System.lineSeparator(), problems));
        }
    }
}
