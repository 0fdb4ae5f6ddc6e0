package org.vss4j.requester;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.vss4j.requester.ComponentSelection.Effect;
import org.vss4j.requester.ComponentSelection.Rule;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/** What a selection means for one writer: what of it is needed and wanted, and what of that can be in a backup. */
final class WriterChoice {
    private final WriterMetadata writer;
    private final boolean neededAsSuch;
    private final Set<WriterComponent> needed;
    private final Set<WriterComponent> out;
    private final ComponentRules.Inclusion inclusion;

    WriterChoice(WriterMetadata writer, List<Rule> rules) {
        this.writer = writer;
        Predicate<WriterComponent> excluded = component -> names(rules, Effect.EXCLUDE, component);
        Predicate<WriterComponent> required = component -> names(rules, Effect.REQUIRE, component);
        this.neededAsSuch = rules.stream()
                .anyMatch(rule ->
                        rule.effect() == Effect.REQUIRE && rule.component().isEmpty());
        this.out = ComponentRules.withBelow(writer.components(), excluded);
        this.needed = ComponentRules.withBelow(writer.components(), required);
        needed.removeAll(out);
        this.inclusion = ComponentRules.resolve(
                writer.components(),
                component -> required.test(component) || names(rules, Effect.ALLOW, component),
                excluded);
    }

    private static boolean names(List<Rule> rules, Effect effect, WriterComponent component) {
        return rules.stream().anyMatch(rule -> rule.effect() == effect && rule.matches(component));
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
                                .anyMatch(component -> rule.matches(component) && !out.contains(component)));
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

    /** What is in every backup of the writer, and excluded all the same. */
    Optional<WriterComponent> contradiction() {
        return inclusion.explicit().stream().filter(out::contains).findFirst();
    }

    /** What is wanted and not excluded, but cannot be included. */
    List<WriterComponent> leftOut() {
        return inclusion.leftOut();
    }

    /** Why a component is left out. */
    String whyLeftOut(WriterComponent component) {
        if (component.isSelectable()) {
            return whatIsOutBelow(component);
        }
        // One that is not selectable and has none above it is in every backup of its writer.
        WriterComponent carrier = writer.components().stream()
                .filter(each -> each.isSelectable() && each.isAncestorOf(component))
                .max(Comparator.comparingInt(each -> each.fullPath().length()))
                .orElseThrow();
        String bound = "it is not selectable, and comes only with " + carrier.fullPath();
        return leftOut().contains(carrier) ? bound + ": " + whatIsOutBelow(carrier) : bound + ", which is not selected";
    }

    private String whatIsOutBelow(WriterComponent component) {
        String below = out.stream()
                .filter(component::isAncestorOf)
                .map(WriterComponent::fullPath)
                .findFirst()
                .orElseThrow();
        return below + " below it is excluded, and VSS includes all or nothing of it";
    }
}
