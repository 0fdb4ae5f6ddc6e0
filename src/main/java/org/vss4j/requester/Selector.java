package org.vss4j.requester;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.ComponentSelection.Effect;
import org.vss4j.requester.ComponentSelection.Rule;
import org.vss4j.writer.BackupSchema.Feature;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;
import org.vss4j.writer.WriterState;

/** Applies a selection to the writers that there are. */
final class Selector {
    private static final UUID NONE = new UUID(0, 0);

    private final ComponentSelection selection;
    private final BackupType type;
    private final List<WriterMetadata> writers;
    private final List<SelectedComponent> selected = new ArrayList<>();
    private final List<WriterFailure> missing = new ArrayList<>();

    /**
     * What came of a selection.
     *
     * @param components what is to be added
     * @param missing what the backup has to do without, from the beginning
     */
    record Selection(List<SelectedComponent> components, List<WriterFailure> missing) {}

    private Selector(ComponentSelection selection, BackupType type, List<WriterMetadata> writers) {
        this.selection = selection;
        this.type = type;
        this.writers = writers;
    }

    /**
     * Finds the components that are to be added.
     *
     * @throws VssException if something that is required is not there, or cannot be included
     */
    static Selection select(ComponentSelection selection, BackupType type, List<WriterMetadata> writers) {
        Selector selector = new Selector(selection, type, writers);
        writers.forEach(selector::select);
        selection.rules().forEach(selector::check);
        return new Selection(List.copyOf(selector.selected), List.copyOf(selector.missing));
    }

    private List<Rule> rules(WriterMetadata writer, Effect effect) {
        return selection.rules().stream()
                .filter(rule -> rule.effect() == effect && rule.matches(writer))
                .toList();
    }

    private static boolean anyMatches(List<Rule> rules, WriterComponent component) {
        return rules.stream().anyMatch(rule -> rule.matches(component));
    }

    private void select(WriterMetadata writer) {
        List<Rule> required = rules(writer, Effect.REQUIRE);
        List<Rule> allowed = rules(writer, Effect.ALLOW);
        List<Rule> excluded = rules(writer, Effect.EXCLUDE);
        if (excluded.stream().anyMatch(rule -> rule.component().isEmpty())) {
            return;
        }
        ComponentRules.Inclusion inclusion = ComponentRules.resolve(
                writer.components(),
                component -> anyMatches(required, component) || anyMatches(allowed, component),
                component -> anyMatches(excluded, component));
        if (inclusion.explicit().isEmpty() || !supports(writer, required)) {
            return;
        }
        ComponentRules.Inclusion needed = ComponentRules.resolve(
                writer.components(), component -> anyMatches(required, component), component -> false);
        for (WriterComponent component : inclusion.explicit()) {
            if (anyMatches(excluded, component)) {
                throw refused(
                        component.fullPath() + " of the writer " + writer.name()
                                + " is part of every backup of that writer: exclude the writer, or do not exclude the component");
            }
            boolean isNeeded = needed.explicit().contains(component)
                    || needed.implicit().contains(component)
                    || needed.explicit().stream().anyMatch(component::isAncestorOf);
            selected.add(
                    new SelectedComponent(writer, component, isNeeded ? Requirement.REQUIRED : Requirement.OPTIONAL));
        }
        inclusion.leftOut().forEach(component -> leaveOut(writer, component, required));
    }

    private boolean supports(WriterMetadata writer, List<Rule> required) {
        boolean supported = switch (type) {
            case INCREMENTAL ->
                writer.schema().supports(Feature.INCREMENTAL)
                        || writer.schema().supports(Feature.EXCLUSIVE_INCREMENTAL_DIFFERENTIAL);
            case DIFFERENTIAL ->
                writer.schema().supports(Feature.DIFFERENTIAL)
                        || writer.schema().supports(Feature.EXCLUSIVE_INCREMENTAL_DIFFERENTIAL);
            case LOG -> writer.schema().supports(Feature.LOG);
            case FULL, COPY, OTHER -> true;
        };
        String reason = "it does not support backups of the type " + type;
        if (!supported && !required.isEmpty()) {
            throw refused("the writer " + writer.name() + " is required, but " + reason + ": choose another type");
        }
        if (!supported) {
            missing.add(failure(writer, "", HResult.E_INVALIDARG, reason));
        }
        return supported;
    }

    /** A component that was named itself has to be told of; one of a whole writer goes without a word. */
    private void leaveOut(WriterMetadata writer, WriterComponent component, List<Rule> required) {
        String reason = component.isSelectable()
                ? "something below it is excluded, and VSS includes all or nothing of it"
                : "it is not selectable, and comes only with a component above it";
        boolean named = selection.rules().stream()
                .anyMatch(rule -> rule.effect() != Effect.EXCLUDE
                        && !rule.component().isEmpty()
                        && rule.matches(writer)
                        && rule.matches(component));
        if (named && anyMatches(required, component)) {
            throw refused(component.fullPath() + " of the writer " + writer.name() + " cannot be included: " + reason);
        }
        missing.add(failure(writer, component.fullPath(), HResult.E_INVALIDARG, reason));
    }

    /** What a rule includes has to be there. */
    private void check(Rule rule) {
        List<WriterMetadata> matching = writers.stream().filter(rule::matches).toList();
        boolean found = rule.effect() == Effect.EXCLUDE
                || rule.isEverything()
                || matching.stream()
                        .anyMatch(writer -> rule.component().isEmpty()
                                || writer.components().stream().anyMatch(rule::matches));
        if (found) {
            return;
        }
        String reason = matching.isEmpty()
                ? "no such writer said what it has; these did: " + names()
                : "the writer has no such component";
        if (rule.effect() == Effect.REQUIRE) {
            throw new VssException("Selecting " + rule, HResult.VSS_E_OBJECT_NOT_FOUND, reason);
        }
        missing.add(new WriterFailure(
                rule.writer(),
                NONE,
                NONE,
                rule.component(),
                WriterState.UNKNOWN,
                HResult.VSS_E_OBJECT_NOT_FOUND,
                HResult.S_OK,
                reason));
    }

    private String names() {
        return writers.isEmpty()
                ? "none"
                : writers.stream().map(WriterMetadata::name).collect(Collectors.joining(", "));
    }

    private static WriterFailure failure(WriterMetadata writer, String component, HResult error, String reason) {
        return new WriterFailure(
                writer.name(),
                writer.writerId(),
                writer.instanceId(),
                component,
                WriterState.UNKNOWN,
                error,
                HResult.S_OK,
                reason);
    }

    private static VssException refused(String reason) {
        return new VssException("Selecting components", HResult.E_INVALIDARG, reason);
    }
}
