package org.vss4j.requester;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.ComponentSelection.ComponentText;
import org.vss4j.requester.ComponentSelection.Effect;
import org.vss4j.requester.ComponentSelection.Rule;
import org.vss4j.writer.ComponentDependency;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;
import org.vss4j.writer.WriterState;

/**
 * Applies a selection to the writers that there are: what is required and cannot be included is refused, all of it at
 * once, and what is allowed and cannot be is left out and named.
 */
final class Selector {
    private static final UUID NONE = new UUID(0, 0);

    private final ComponentSelection selection;
    private final BackupType type;
    private final List<WriterMetadata> writers;

    /** Of the writers that are not excluded as such. */
    private final List<WriterChoice> choices;

    private final List<SelectedComponent> selected = new ArrayList<>();
    private final List<WriterMetadata> required = new ArrayList<>();
    private final List<WriterFailure> missing = new ArrayList<>();

    /** Why there cannot be a backup of what is required. */
    private final List<String> refusals = new ArrayList<>();

    private Selector(ComponentSelection selection, BackupType type, List<WriterMetadata> writers) {
        this.selection = selection;
        this.type = type;
        this.writers = writers;
        this.choices = writers.stream()
                .filter(writer -> rulesOf(writer).stream().noneMatch(Rule::excludesTheWriter))
                .map(writer -> new WriterChoice(writer, rulesOf(writer)))
                .toList();
    }

    /** Why a component cannot be in a backup, whatever else is; empty if it can. */
    interface Obstacles {
        Obstacles NONE = component -> Optional.empty();

        Optional<String> of(WriterComponent component);
    }

    /**
     * Finds the components that are to be added.
     *
     * @throws VssException if something that is required is not there, or cannot be included
     */
    static SelectionOutcome select(
            ComponentSelection selection, BackupType type, List<WriterMetadata> writers, Obstacles obstacles) {
        Selector selector = new Selector(selection, type, writers);
        selection.rules().forEach(selector::check);
        selector.leaveOutWhatCannotBe(obstacles);
        selector.leaveOutWhatLacks();
        selector.choices.forEach(selector::select);
        selection.stamps().forEach(stamp -> selector.check("a previous stamp of ", stamp));
        selection.backupOptions().forEach(options -> selector.check("a backup option for ", options));
        selector.requireNoRefusal();
        return new SelectionOutcome(selector.selected, selector.required, selector.missing);
    }

    private void requireNoRefusal() {
        if (!refusals.isEmpty()) {
            throw new VssException("Selecting components", HResult.E_INVALIDARG, String.join("; ", refusals));
        }
    }

    private List<Rule> rulesOf(WriterMetadata writer) {
        return selection.rules().stream().filter(rule -> rule.matches(writer)).toList();
    }

    private void select(WriterChoice choice) {
        if (choice.isNeededAsSuch()) {
            required.add(choice.writer());
        }
        choice.leftOut().forEach(component -> leaveOut(choice, component));
        if (!choice.included().isEmpty()) {
            whyUnusable(choice)
                    .ifPresentOrElse(reason -> giveUp(choice, reason), () -> selected.addAll(choice.selected()));
        }
    }

    /** Why nothing of a writer can be in the backup. */
    private Optional<String> whyUnusable(WriterChoice choice) {
        WriterMetadata writer = choice.writer();
        return type.isSupportedBy(writer.schema()) || selection.acceptsAsFull(writer)
                ? choice.contradiction()
                : Optional.of("it does not support backups of the type " + type + ", and may take this one for a full"
                        + " backup: choose another type, or accept that");
    }

    private List<WriterComponent> included(WriterChoice choice) {
        return whyUnusable(choice).isEmpty() ? choice.included() : List.of();
    }

    private void leaveOutWhatCannotBe(Obstacles obstacles) {
        for (WriterChoice choice : choices) {
            Map<WriterComponent, String> out = new LinkedHashMap<>();
            included(choice)
                    .forEach(component -> obstacles.of(component).ifPresent(reason -> out.put(component, reason)));
            choice.leaveOut(out);
        }
    }

    /** Leaves out what depends on a component that is not in the backup, until nothing does. */
    private void leaveOutWhatLacks() {
        boolean again = true;
        while (again) {
            again = false;
            for (WriterChoice choice : choices) {
                Map<WriterComponent, String> lacking = new LinkedHashMap<>();
                included(choice)
                        .forEach(component ->
                                whatLacks(component).ifPresent(dependency -> lacking.put(component, why(dependency))));
                if (!lacking.isEmpty()) {
                    choice.leaveOut(lacking);
                    again = true;
                }
            }
        }
    }

    private Optional<ComponentDependency> whatLacks(WriterComponent component) {
        return component.dependencies().stream()
                .filter(dependency -> !dependency.isRemote() && !takesPart(dependency))
                .findFirst();
    }

    private boolean takesPart(ComponentDependency dependency) {
        return choices.stream()
                .filter(choice -> choice.writer().writerId().equals(dependency.writerId()))
                .flatMap(choice -> included(choice).stream())
                .anyMatch(component -> component.hasFullPath(dependency.fullPath()));
    }

    private String why(ComponentDependency dependency) {
        String name = writers.stream()
                .filter(writer -> writer.writerId().equals(dependency.writerId()))
                .map(WriterMetadata::name)
                .findFirst()
                .orElse(dependency.writerId() + ", which did not say what it has");
        return "it depends on " + dependency.fullPath() + ", which is not in the backup, of the writer " + name;
    }

    /** Nothing of the writer can be included. */
    private void giveUp(WriterChoice choice, String reason) {
        if (choice.isNeeded()) {
            refusals.add("the writer " + choice.writer().name() + " is required, but " + reason);
        } else {
            missing.add(WriterFailure.of(choice.writer(), "", HResult.E_INVALIDARG, reason));
        }
    }

    private void leaveOut(WriterChoice choice, WriterComponent component) {
        String reason = choice.whyLeftOut(component);
        if (choice.isNeeded(component)) {
            refusals.add(component.fullPath() + " of the writer "
                    + choice.writer().name() + " is required, but cannot be included: " + reason);
        } else {
            missing.add(WriterFailure.of(choice.writer(), component.fullPath(), HResult.E_INVALIDARG, reason));
        }
    }

    /** What a rule includes has to be there, and what it requires must not be excluded whole. */
    private void check(Rule rule) {
        if (rule.effect() == Effect.EXCLUDE || rule.isEverything()) {
            return;
        }
        List<WriterMetadata> matching = writers.stream().filter(rule::matches).toList();
        if (matching.isEmpty()) {
            notThere(rule, "no such writer said what it has; these did: " + names());
        } else if (!rule.component().isEmpty()
                && matching.stream()
                        .flatMap(writer -> writer.components().stream())
                        .noneMatch(rule::matches)) {
            notThere(rule, "the writer has no such component");
        } else if (rule.effect() == Effect.REQUIRE && choices.stream().noneMatch(choice -> choice.leaves(rule))) {
            refusals.add(rule + " is required, and excluded too");
        }
    }

    private void check(String what, ComponentText text) {
        if (selected.stream().noneMatch(text::names)) {
            refusals.add("there is " + what + text.rule() + ", and nothing of that name is added to the backup");
        }
    }

    private void notThere(Rule rule, String reason) {
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
}
