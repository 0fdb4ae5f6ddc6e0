package org.vss4j.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Tables that differ from the bindings are refused, with words that say where: so every check can fail. */
class WrongTablesTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(resources = "wrong-tables.txt", delimiter = '|')
    void aTableAtOddsWithTheBindings_isFound(String file, String changes, String complaint) {
        assertThat(problems(file, changes))
                .anySatisfy(problem -> assertThat(problem).contains(complaint));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(resources = "malformed-tables.txt", delimiter = '|')
    void aMalformedTable_isRefusedWithFileAndLine(String file, String changes, String complaint) {
        AssertionError error = catchThrowableOfType(AssertionError.class, () -> problems(file, changes));
        assertThat(error).hasMessageMatching("\\w+\\.tsv:[0-9]+: .*").hasMessageContaining(complaint);
    }

    /** Returns what all checks say of the tables with those changes. */
    private static List<String> problems(String file, String changes) {
        AbiTables tables = AbiTables.read();
        for (String change : changes.replace(' ', '\t').split("\t&\t", -1)) {
            String[] sides = change.split("\t->\t", 2);
            tables = tables.replacing(file, sides[0], sides[1]);
        }
        AbiCheck check = new AbiCheck(tables);
        List<String> problems = new ArrayList<>();
        check.interfaces().forEach(name -> problems.addAll(check.checkInterface(name)));
        check.structs().forEach(name -> problems.addAll(check.checkStruct(name)));
        check.exports().forEach(name -> problems.addAll(check.checkExport(name)));
        problems.addAll(check.checkConstants());
        problems.addAll(check.checkInterfaceIds());
        problems.addAll(check.checkCoverage());
        return problems;
    }
}
