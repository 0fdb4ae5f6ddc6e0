package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.vss4j.HResult;
import org.vss4j.testing.Holds;

/** The catalogue of rules is whole, and each of its rules is held by a test, or says why none can hold it. */
class RulesTest {
    private static final String ROOT = "org.vss4j";
    private static final int OF_A_SUBJECT = 100;

    /** A page of Microsoft's, a header, or neither. */
    private static final Pattern SOURCE = Pattern.compile("https://learn\\.microsoft\\.com/windows/win32/[a-z0-9_/()-]+"
            + "|(vss|vsbackup|vswriter|vsserror)\\.h|" + Rule.OURS);

    /** A code that a method returns, by its name, and its value if that is said. */
    private static final Pattern CODE =
            Pattern.compile("\\b((VSS_[ES]|E|RPC_E|CO_E)_[A-Z_]*[A-Z])( \\(0x[0-9A-F]{8}\\))?");

    private final List<Rule> rules = Rules.read();

    @Test
    void numbersAscend_andASubjectHasAHundredOfItsOwn() {
        assertThat(rules).extracting(Rule::number).isSorted().doesNotHaveDuplicates();
        Map<Integer, String> subjects = new TreeMap<>();
        rules.forEach(
                rule -> assertThat(subjects.merge(rule.number() / OF_A_SUBJECT, rule.subject(), (old, same) -> old))
                        .as("the subject of rule %s", rule)
                        .isEqualTo(rule.subject()));
        assertThat(subjects.values()).doesNotHaveDuplicates().hasSizeGreaterThan(10);
    }

    @Test
    void everyRuleIsASentence_fromASourceOfAKnownKind() {
        assertThat(rules).hasSizeGreaterThan(200).allSatisfy(rule -> {
            assertThat(rule.text()).matches("(?s)([A-Z]|m_).*\\.").doesNotContain("  ");
            assertThat(rule.source()).matches(SOURCE);
        });
        assertThat(rules).extracting(Rule::text).doesNotHaveDuplicates();
    }

    @Test
    void everyCode_standsWithItsValue() {
        List<String> codes = rules.stream()
                .flatMap(rule -> CODE.matcher(rule.text()).results())
                .map(MatchResult::group)
                .toList();
        assertThat(codes).hasSizeGreaterThan(80).allSatisfy(code -> {
            String name = code.split(" ", 2)[0];
            assertThat(HResult.parse(name).map(value -> name + " (" + value.hex() + ")"))
                    .as("the code %s with its value", name)
                    .contains(code);
        });
    }

    @Test
    void everyNumberThatATestNames_isThatOfARule() {
        Set<Integer> numbers = new TreeSet<>(holders().keySet());
        rules.forEach(rule -> numbers.remove(rule.number()));
        assertThat(numbers).as("numbers that tests name, and no rule has").isEmpty();
    }

    @Test
    void everyRuleIsHeldByATest_orSaysWhyNoneCan() {
        Map<Integer, List<Method>> holders = holders();
        assertThat(rules.stream().filter(rule -> rule.isTested() && !holders.containsKey(rule.number())))
                .as("rules that no test holds, and none says why")
                .isEmpty();
        assertThat(rules.stream().filter(rule -> !rule.isTested() && holders.containsKey(rule.number())))
                .as("rules that a test holds, although none could")
                .isEmpty();
    }

    @Test
    void rulesAreHeldByTests_eachNamedOnce() {
        assertThat(holders().values().stream().flatMap(List::stream))
                .hasSizeGreaterThan(100)
                .allSatisfy(method -> {
                    assertThat(AnnotationSupport.isAnnotated(method, Testable.class))
                            .as("%s is a test", method)
                            .isTrue();
                    assertThat(numbers(method).boxed()).as("%s", method).doesNotHaveDuplicates();
                });
    }

    /** The tests that hold a rule, by its number. */
    private static Map<Integer, List<Method>> holders() {
        Map<Integer, List<Method>> holders = new HashMap<>();
        ReflectionSupport.streamAllClassesInPackage(ROOT, type -> true, name -> true)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Holds.class))
                .forEach(method ->
                        numbers(method).forEach(number -> holders.merge(number, List.of(method), RulesTest::both)));
        return holders;
    }

    private static IntStream numbers(Method method) {
        return Arrays.stream(method.getAnnotation(Holds.class).value());
    }

    private static List<Method> both(List<Method> some, List<Method> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            101;subject;Text.;our reading        | 4 columns, not 5
            101;subject;Text.;our reading;-;more | 6 columns, not 5
            101;subject;;our reading;-           | a column that is empty, or has white space around it
            101;subject; Text.;our reading;-     | a column that is empty, or has white space around it
            one;subject;Text.;our reading;-      | For input string: "one"
            """)
    void aMalformedTable_isRefused_andNamesTheLine(String line, String reason) {
        assertThatIllegalStateException()
                .isThrownBy(() -> Rules.parse("# a comment\n" + line.replace(';', '\t')))
                .withMessage("rules.tsv, line 2: " + reason);
    }
}
