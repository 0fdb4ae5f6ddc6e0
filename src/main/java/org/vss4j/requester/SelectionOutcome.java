package org.vss4j.requester;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vss4j.VssException;
import org.vss4j.writer.WriterMetadata;

/**
 * What came of a selection.
 *
 * @param components what is to be added
 * @param required the writers of which the backup needs that they do not fail, whatever components they have
 * @param missing what the backup has to do without, from the beginning
 */
record SelectionOutcome(
        List<SelectedComponent> components, List<WriterMetadata> required, List<WriterFailure> missing) {
    /** A backup of whole volumes, and of one whose components have not been selected yet. */
    static final SelectionOutcome NOTHING = new SelectionOutcome(List.of(), List.of(), List.of());

    SelectionOutcome {
        components = List.copyOf(components);
        required = List.copyOf(required);
        missing = List.copyOf(missing);
    }

    /** The writers from which the backup has something, or which it needs. */
    List<WriterMetadata> writers() {
        return Stream.concat(components.stream().map(SelectedComponent::writer), required.stream())
                .distinct()
                .toList();
    }

    /** Whether the backup is of no use without some writer or component. */
    boolean isDemanding() {
        return !required.isEmpty()
                || components.stream().anyMatch(component -> component.requirement() == Requirement.REQUIRED);
    }

    /** The writers of the backup as ones that may have failed: why nobody knows. */
    List<WriterFailure> notKnown(VssException why) {
        return writers().stream()
                .map(writer ->
                        WriterFailure.of(writer, "", why.hresult(), "how it fares is not known: " + why.getMessage()))
                .toList();
    }

    /** Failures, and those of the components that depend on what failed. */
    List<WriterFailure> withDependents(List<WriterFailure> failures) {
        List<WriterFailure> all = new ArrayList<>(failures);
        List<WriterFailure> more = dependents(all);
        while (!more.isEmpty()) {
            all.addAll(more);
            more = dependents(all);
        }
        return List.copyOf(all);
    }

    /** Those of the components that have not failed, and depend on one that has. */
    private List<WriterFailure> dependents(List<WriterFailure> failures) {
        return components.stream()
                .filter(component -> failures.stream().noneMatch(failure -> failure.concerns(component)))
                .flatMap(component -> ofDependency(component, failures).stream())
                .toList();
    }

    private Optional<WriterFailure> ofDependency(SelectedComponent component, List<WriterFailure> failures) {
        return component
                .dependencies()
                .flatMap(dependency -> components.stream()
                        .filter(target -> target.carriesTargetOf(dependency))
                        .flatMap(target -> failures.stream().filter(failure -> failure.concerns(target)))
                        .map(failure -> WriterFailure.of(
                                component.writer(),
                                component.component().fullPath(),
                                failure.error(),
                                "it depends on " + dependency.fullPath() + " of the writer " + failure.writer()
                                        + ", which failed")))
                .findFirst();
    }

    /** Whether the backup is of no use because of a failure. */
    boolean isVetoedBy(WriterFailure failure) {
        return required.stream().anyMatch(writer -> writer.instanceId().equals(failure.instanceId()))
                || components.stream()
                        .anyMatch(component ->
                                component.requirement() == Requirement.REQUIRED && failure.concerns(component));
    }
}
