package org.vss4j.requester;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.vss4j.requester.ComponentSelection.Effect;
import org.vss4j.requester.ComponentSelection.Rule;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/** What a selection means for one writer: what of it is needed and wanted, and what of that can be in a backup. */
final class WriterChoice {
    private static final String ALL_OR_NOTHING = ", and VSS includes all or nothing of it";

    private final WriterMetadata writer;
    private final boolean neededAsSuch;
    private final Set<WriterComponent> needed;
    private final Set<WriterComponent> wanted;
    private final Set<WriterComponent> excluded;

    /** What lacks something without which it is of no use, with the reason. */
    private final Map<WriterComponent, String> useless = new HashMap<>();

    private ComponentRules.Inclusion inclusion;

    WriterChoice(WriterMetadata writer, List<Rule> rules) {
        this.writer = writer;
        this.neededAsSuch = rules.stream()
                .anyMatch(rule ->
                        rule.effect() == Effect.REQUIRE && rule.component().isEmpty());
        this.excluded = closure(component -> names(rules, Effect.EXCLUDE, component));
        this.needed = closure(component -> names(rules, Effect.REQUIRE, component));
        this.wanted =
                closure(component -> names(rules, Effect.REQUIRE, component) || names(rules, Effect.ALLOW, component));
        needed.removeAll(excluded);
        wanted.removeAll(excluded);
        this.inclusion = resolve();
    }

    private static boolean names(List<Rule> rules, Effect effect, WriterComponent component) {
        return rules.stream().anyMatch(rule -> rule.effect() == effect && rule.matches(component));
    }

    private Set<WriterComponent> closure(Predicate<WriterComponent> chosen) {
        return ComponentRules.withBelow(writer.components(), chosen);
    }

    private ComponentRules.Inclusion resolve() {
        return ComponentRules.resolve(writer.components(), wanted::contains, this::isOut);
    }

    private boolean isOut(WriterComponent component) {
        return excluded.contains(component) || useless.containsKey(component);
    }

    WriterMetadata writer() {
        return writer;
    }

    /** Whether the backup is of no use if the writer fails, whatever components it has. */
    boolean isNeededAsSuch() {
        return neededAsSuch;
    }

    /** Whether the backup is of no use without the writer or something of it. */
    boolean isNeeded() {
        return neededAsSuch || !needed.isEmpty();
    }

    boolean isNeeded(WriterComponent component) {
        return needed.contains(component);
    }

    /** Whether what a rule names of the writer is not all excluded. */
    boolean leaves(Rule rule) {
        return rule.matches(writer)
                && (rule.component().isEmpty()
                        || writer.components().stream()
                                .anyMatch(component -> rule.matches(component) && !excluded.contains(component)));
    }

    /** Leaves components out, each with the reason why it is of no use. */
    void leaveOut(Map<WriterComponent, String> more) {
        useless.putAll(more);
        inclusion = resolve();
    }

    /** What is in the backup, whether it is added or comes with what is. */
    List<WriterComponent> included() {
        return Stream.concat(inclusion.explicit().stream(), inclusion.implicit().stream())
                .toList();
    }

    /** What is to be added, each with whether the backup is of use without it and all that it carries. */
    List<SelectedComponent> selected() {
        List<SelectedComponent> selected = new ArrayList<>();
        for (WriterComponent component : inclusion.explicit()) {
            Requirement requirement = carriesWhatIsNeeded(component) ? Requirement.REQUIRED : Requirement.OPTIONAL;
            selected.add(new SelectedComponent(writer, component, requirement));
        }
        return selected;
    }

    private boolean carriesWhatIsNeeded(WriterComponent component) {
        return component.isSelectable()
                ? needed.stream().anyMatch(each -> each.equals(component) || component.isAncestorOf(each))
                // It is in every backup of its writer.
                : isNeeded();
    }

    /** Why nothing of the writer can be in the backup: something is in every one of it, and is to be left out. */
    Optional<String> contradiction() {
        return inclusion.explicit().stream()
                .filter(this::isOut)
                .findFirst()
                .map(component -> component.fullPath() + " is in every backup of it, "
                        + (useless.containsKey(component)
                                ? "but " + useless.get(component)
                                : "and excluded: exclude the writer, or do not exclude the component"));
    }

    /** What is wanted and not excluded, but cannot be included. */
    List<WriterComponent> leftOut() {
        List<WriterComponent> left = new ArrayList<>(wanted);
        left.removeAll(included());
        return left;
    }

    /** Why a component is left out. */
    String whyLeftOut(WriterComponent component) {
        Optional<WriterComponent> uselessOne = useless.keySet().stream()
                .filter(each -> each.equals(component) || each.isAncestorOf(component))
                .findFirst();
        if (uselessOne.isPresent()) {
            WriterComponent each = uselessOne.get();
            String reason = useless.getOrDefault(each, "");
            return each.equals(component) ? reason : "it belongs to " + each.fullPath() + ": " + reason;
        }
        if (component.isSelectable()) {
            return whatIsOutBelow(component);
        }
        // One that is not selectable and has none above it is in every backup of its writer.
        WriterComponent carrier = writer.components().stream()
                .filter(each -> each.isSelectable() && each.isAncestorOf(component))
                .max(Comparator.comparingInt(each -> each.fullPath().length()))
                .orElseThrow();
        String bound = "it is not selectable, and comes only with " + carrier.fullPath();
        return wanted.contains(carrier) ? bound + ": " + whyLeftOut(carrier) : bound + ", which is not selected";
    }

    private String whatIsOutBelow(WriterComponent component) {
        WriterComponent below = writer.components().stream()
                .filter(each -> component.isAncestorOf(each) && isOut(each))
                .findFirst()
                .orElseThrow();
        String reason = useless.containsKey(below) ? " is left out: " + useless.get(below) : " is excluded";
        return below.fullPath() + " below it" + reason + ALL_OR_NOTHING;
    }
}
