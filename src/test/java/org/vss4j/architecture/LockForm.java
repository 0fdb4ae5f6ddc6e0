package org.vss4j.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form in which something is taken and given back in formatted sources: taken, then at once {@code try}, and what
 * {@code finally} does first is to give it back. Whatever an error interrupts, nothing is kept.
 */
final class LockForm {
    /**
     * A pair of statements.
     *
     * @param taking matches the first, with the name of what is taken as its group, if it has one
     * @param giving the second, with $ for that name
     */
    private record Pair(Pattern taking, String giving) {
        Pair(String taking, String giving) {
            this(Pattern.compile(taking), giving);
        }
    }

    private static final List<Pair> PAIRS = List.of(
            new Pair("^ *([\\w.]+)\\.lock(?:Interruptibly)?\\(\\);$", "$.unlock();"),
            new Pair("^ *SessionScope (\\w+) = .*\\.enter\\(\\);$", "SessionScope.leave($);"),
            new Pair("^ *(enter)\\(\\);$", "leave();"));

    private static final Pattern UNLOCK = Pattern.compile("^ *[\\w.]+\\.unlock\\(\\);$");

    /** Kept beyond the method that takes it. */
    private static final Pattern KEPT = Pattern.compile("\\.(?:tryLock|acquire|tryAcquire)\\(");

    private LockForm() {}

    /** What in a source is taken in another form: a message for each. */
    static List<String> violations(String source) {
        List<String> lines = source.lines().toList();
        List<String> violations = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            for (Pair pair : PAIRS) {
                Matcher taken = pair.taking().matcher(lines.get(i));
                if (taken.find()) {
                    check(lines, i, pair.giving().replace("$", taken.group(1)), violations);
                }
            }
            if (UNLOCK.matcher(lines.get(i)).find() && !line(lines, i - 1).endsWith("finally {")) {
                violations.add((i + 1) + ": is not what a finally does first: " + line(lines, i));
            }
        }
        return violations;
    }

    private static void check(List<String> lines, int taking, String giving, List<String> violations) {
        String where = (taking + 1) + ": ";
        if (!line(lines, taking + 1).equals("try {")) {
            violations.add(where + "something may throw before the try: " + line(lines, taking + 1));
            return;
        }
        String indent = " ".repeat(lines.get(taking + 1).indexOf("try"));
        for (int i = taking + 2; i < lines.size(); i++) {
            if (lines.get(i).equals(indent + "} finally {")) {
                if (!line(lines, i + 1).equals(giving)) {
                    violations.add(where + "the finally begins otherwise than by " + giving);
                }
                return;
            }
            if (lines.get(i).equals(indent + "}")) {
                break;
            }
        }
        violations.add(where + "there is no finally");
    }

    private static String line(List<String> lines, int number) {
        return number < 0 || number >= lines.size() ? "" : lines.get(number).strip();
    }

    /** What in a source is taken to be kept beyond the method. */
    static List<String> kept(String source) {
        return KEPT.matcher(source).results().map(MatchResult::group).toList();
    }
}
