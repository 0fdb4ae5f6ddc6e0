package org.vss4j.requester;

import java.util.List;
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
                .map(writer -> WriterFailure.of(
                        writer, "", why.hresult(), "how it fares is not known: " + why.getMessage()))
                .toList();
    }

    /** Whether the backup is of no use because of a failure. */
    boolean isVetoedBy(WriterFailure failure) {
        return required.stream().anyMatch(writer -> writer.instanceId().equals(failure.instanceId()))
                || components.stream()
                        .anyMatch(component ->
                                component.requirement() == Requirement.REQUIRED && failure.concerns(component));
    }
}
