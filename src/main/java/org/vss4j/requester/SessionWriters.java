package org.vss4j.requester;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.com.ServiceVolumes;
import org.vss4j.internal.com.read.ComponentRecord;
import org.vss4j.internal.com.read.WriterDocument;
import org.vss4j.internal.trace.SessionLogger;
import org.vss4j.writer.ComponentType;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/**
 * What a session knows of its writers: what they have, what of it is in the backup, and how they fare. All that calls COM
 * runs on the thread of the session's calls; what it found can be asked for by any thread. Long, for all that is known of
 * the writers has to fit together.
 */
final class SessionWriters {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");
    private static final HResult PARTIAL_FAILURE = HResult.of(0x80042336);
    private static final HResult STATUS_NOT_AVAILABLE = HResult.of(0x80042409);
    private static final HResult INCONSISTENT_SNAPSHOT = HResult.of(0x800423F0);
    private static final HResult NOT_RESPONDING = HResult.of(0x80042319);

    private final BackupObject backup;
    private final ComponentCalls componentCalls;
    private final BackupOptions options;

    private boolean freed;

    /** Why nobody knows how the writers fare; null if that was read when it was last asked for. */
    private volatile @Nullable VssException unknown;

    private boolean unknownBefore;
    private volatile @Nullable List<WriterDocument> documents;

    /** Null as long as nothing has been selected. */
    private volatile @Nullable SelectionOutcome selected;

    private volatile List<WriterStatus> statuses = List.of();
    private volatile List<WriterFailure> failures = List.of();

    /** Those that writers said themselves, until the preparation. */
    private final Set<WriterFailure> said = new HashSet<>();

    private volatile List<ComponentRecord> records = List.of();
    private final NotBackedUp notBackedUp = new NotBackedUp();
    private final Telling telling = new Telling();
    private final ComponentVolumes volumes;

    SessionWriters(BackupObject backup, BackupOptions options, ServiceVolumes volumes) {
        this.backup = backup;
        this.componentCalls = new ComponentCalls(backup);
        this.options = options;
        this.volumes = new ComponentVolumes(volumes, options.type(), System::getenv);
    }

    /** Reads what the writers have, once. One that cannot be read is as one that did not answer. */
    List<WriterDocument> read() {
        List<WriterDocument> known = documents;
        if (known != null) {
            return known;
        }
        if (freed) {
            throw new VssException(
                    "GetWriterMetadata",
                    HResult.VSS_E_BAD_STATE,
                    "not called, for what the writers have was given back when the snapshot set was to be started: ask for"
                            + " it before");
        }
        int count = backup.writers(calls -> calls.metadataCount());
        List<WriterDocument> read = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            try {
                read.add(backup.writers(calls -> calls.metadata(index)));
            } catch (VssException e) {
                LOG.log(WARNING, "What a writer has cannot be read: {0}", e.getMessage());
            }
        }
        documents = List.copyOf(read);
        return List.copyOf(read);
    }

    /** What the writers have, if it has been read and is kept. */
    Optional<List<WriterDocument>> kept() {
        return options.metadata() == BackupOptions.Metadata.KEPT ? Optional.ofNullable(documents) : Optional.empty();
    }

    /** The volumes of which copies are needed for what is selected. */
    List<Path> volumes() {
        return volumes.of(outcome(Selector.Obstacles.NONE).components().stream().flatMap(SelectedComponent::carried));
    }

    /** What can be in copies of some volumes. */
    Selector.Obstacles within(Collection<Path> roots) {
        return component -> volumes.whyNotIn(roots, component);
    }

    private SelectionOutcome outcome(Selector.Obstacles obstacles) {
        if (options.selection().namesNothing()) {
            return SelectionOutcome.NOTHING;
        }
        List<WriterMetadata> writers =
                read().stream().map(WriterDocument::metadata).toList();
        return Selector.select(options.selection(), options.type(), writers, obstacles);
    }

    /** Adds the components that are to be in the backup, and can be, once; and reads what is kept. */
    void select(Selector.Obstacles obstacles) {
        if (options.metadata() == BackupOptions.Metadata.KEPT) {
            keep();
        }
        if (selected != null) {
            return;
        }
        SelectionOutcome outcome = outcome(obstacles);
        outcome.components().forEach(each -> componentCalls.add(each, options.selection()));
        outcome.missing().forEach(this::note);
        selected = outcome;
    }

    /** Reads what is kept, which the backup can do without. */
    private void keep() {
        try {
            List<WriterDocument> unused = read();
        } catch (VssException e) {
            LOG.log(WARNING, "What the writers have cannot be read: {0}", e.getMessage());
        }
    }

    /** Gives back what the writers said, which is not read any more, once. */
    void freeMetadata() {
        if (freed) {
            return;
        }
        freed = true;
        try {
            backup.freeWriterMetadata();
        } catch (VssException e) {
            // The release of the object frees it all the same.
            LOG.log(DEBUG, "{0}", e.getMessage());
        }
    }

    /** Reads how the writers fare, when that has been gathered. If it cannot be read it is not known. */
    void readStatus() {
        try {
            List<WriterStatus> read = backup.writers(calls -> calls.statuses()).stream()
                    .map(WriterStatus::of)
                    .toList();
            statuses = read;
            try {
                if (!selection().components().isEmpty()) {
                    records = backup.writers(calls -> calls.components());
                }
            } finally {
                noteFailures(read);
            }
            unknown = null;
        } catch (VssException e) {
            noteUnknown(e);
        }
    }

    private void noteFailures(List<WriterStatus> read) {
        read.stream().filter(WriterStatus::hasFailed).forEach(this::noteFailed);
        selection().writers().stream()
                .filter(writer ->
                        read.stream().noneMatch(status -> status.instanceId().equals(writer.instanceId())))
                .forEach(this::noteGone);
    }

    /** Takes note that the status could not be gathered, which may be tried again. */
    void notGathered(VssException why) {
        unknown = why;
    }

    /**
     * To be called when all volumes are in the set. What is not whole in their copies has failed; that fails the session if
     * it is required.
     */
    void beforePreparation(Collection<Path> roots) {
        Selector.Obstacles obstacles = within(roots);
        List<String> refusals = new ArrayList<>();
        List<WriterFailure> without = new ArrayList<>();
        for (SelectedComponent each : selection().components()) {
            each.carried()
                    .flatMap(component -> obstacles.of(component).stream())
                    .findFirst()
                    .ifPresent(reason -> {
                        if (each.requirement() == Requirement.REQUIRED) {
                            refusals.add(ComponentCalls.name(each) + " is required, but " + reason);
                        } else {
                            without.add(WriterFailure.of(
                                    each.writer(), each.component().fullPath(), INCONSISTENT_SNAPSHOT, reason));
                        }
                    });
        }
        if (!refusals.isEmpty()) {
            throw new VssException(
                    Step.PREPARE_FOR_BACKUP.method(), INCONSISTENT_SNAPSHOT, String.join("; ", refusals));
        }
        without.forEach(this::note);
        forgetEarlier();
    }

    /** PrepareForBackup ends what writers said before it, of an earlier backup. */
    private void forgetEarlier() {
        failures = failures.stream().filter(each -> !said.contains(each)).toList();
        said.clear();
    }

    /** To be called before the copies are made. Fails if something required has failed, or may have. */
    void beforeCopies() {
        requireNoVeto(Step.DO_SNAPSHOT_SET.method());
        expectStatus();
    }

    /** To be called before the end of the backup is told. Fails as {@link #beforeCopies}. */
    void beforeEnd() {
        requireNoVeto(Step.BACKUP_COMPLETE.method());
        reportSuccess();
    }

    /** How the writers fare once copies are made is not known until they are asked again: they may fail in that. */
    private void expectStatus() {
        if (options.context().hasWriters()) {
            unknown = new VssException(
                    Step.GATHER_WRITER_STATUS.method(),
                    STATUS_NOT_AVAILABLE,
                    "not called since " + Step.DO_SNAPSHOT_SET.method() + ", which it should follow");
        }
    }

    /** Takes note that nobody knows how the writers fare, which is a veto of what is required. */
    void noteUnknown(VssException why) {
        unknown = why;
        LOG.log(
                unknownBefore ? DEBUG : WARNING,
                "How the writers fare is not known: {0} {1}",
                why.getMessage(),
                why.advice());
        unknownBefore = true;
    }

    /** Takes note that a writer that the backup has to do with is not among those that gave a status. */
    private void noteGone(WriterMetadata writer) {
        note(WriterFailure.of(writer, "", NOT_RESPONDING, "it gave no status"));
    }

    private void noteFailed(WriterStatus status) {
        List<ComponentRecord> failed = status.failure().equals(PARTIAL_FAILURE)
                ? records.stream()
                        .filter(record ->
                                record.failure() < 0 && record.instanceId().equals(status.instanceId()))
                        .toList()
                : List.of();
        if (failed.isEmpty()) {
            noteSaid(WriterFailure.of(status));
        }
        for (ComponentRecord record : failed) {
            noteSaid(new WriterFailure(
                    status.name(),
                    status.writerId(),
                    status.instanceId(),
                    WriterComponent.fullPath(record.logicalPath(), record.name()),
                    status.state(),
                    HResult.of(record.failure()),
                    HResult.of(record.applicationError()),
                    record.applicationMessage()));
        }
    }

    private void noteSaid(WriterFailure failure) {
        said.add(failure);
        note(failure);
    }

    /** Takes note of a failure, once. */
    private void note(WriterFailure failure) {
        if (failures.contains(failure)) {
            return;
        }
        List<WriterFailure> all = new ArrayList<>(failures);
        all.add(failure);
        failures = List.copyOf(all);
        LOG.log(WARNING, "The backup has to do without a writer or a part of it: {0}", failure);
    }

    /**
     * Fails if something required has failed, or may have.
     *
     * @param operation what is not to be done then, or what has shown it
     */
    void requireNoVeto(String operation) {
        List<WriterFailure> vetoes = selection().withDependents(failures).stream()
                .filter(selection()::isVetoedBy)
                .toList();
        if (!vetoes.isEmpty()) {
            throw WriterFailedException.of(operation, vetoes);
        }
        VssException why = unknown;
        if (why != null && selection().isDemanding()) {
            VssException failure = new VssException(
                    operation,
                    why.hresult(),
                    "how the writers that are required fare is not known: " + why.getMessage());
            failure.initCause(why);
            throw failure;
        }
    }

    /** A failure, that names the writers which have failed, if there are some. */
    VssException naming(VssException failure) {
        Set<UUID> failed = statuses.stream()
                .filter(WriterStatus::hasFailed)
                .map(WriterStatus::instanceId)
                .collect(Collectors.toSet());
        return WriterFailedException.naming(
                failure,
                failures.stream()
                        .filter(each -> failed.contains(each.instanceId()))
                        .toList());
    }

    private static Optional<WriterFailure> failureOf(SelectedComponent component, List<WriterFailure> failures) {
        return failures.stream().filter(failure -> failure.concerns(component)).findFirst();
    }

    /**
     * Takes note that the program could not back up a component, or one that comes with a component.
     *
     * @throws IllegalArgumentException if it is not in the backup
     * @throws VssException if the writers have been told what became of it
     */
    void failed(WriterMetadata writer, WriterComponent component, String reason) {
        SelectedComponent carrier = selection().components().stream()
                .filter(each -> each.writer().instanceId().equals(writer.instanceId()) && each.carries(component))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The component " + component.fullPath()
                        + " of the writer " + writer.name() + " is not in the backup"));
        String whole = carrier.component().equals(component)
                ? reason
                : component.fullPath() + ", which comes with it, failed: " + reason;
        notBackedUp.add(WriterFailure.of(carrier.writer(), carrier.component().fullPath(), HResult.E_FAIL, whole));
    }

    /** Tells the writers of each component whether its backup succeeded. */
    private void reportSuccess() {
        notBackedUp.tell();
        List<WriterFailure> known = failures();
        Map<SelectedComponent, Boolean> said = new HashMap<>();
        for (SelectedComponent each : selection().components()) {
            boolean succeeded = failureOf(each, known).isEmpty();
            componentCalls.tell(each, succeeded);
            said.put(each, succeeded);
        }
        telling.begins(said);
    }

    /** Takes note that {@code BackupComplete} has finished. */
    void haveBeenTold() {
        telling.isOver();
    }

    private SelectionOutcome selection() {
        SelectionOutcome known = selected;
        return known == null ? SelectionOutcome.NOTHING : known;
    }

    List<WriterStatus> statuses() {
        return statuses;
    }

    Optional<VssException> whyUnknown() {
        return Optional.ofNullable(unknown);
    }

    /**
     * What the backup has to do without; a writer of which nobody knows how it fares is among that, what the program could
     * not back up, and what depends on something that failed.
     */
    List<WriterFailure> failures() {
        VssException why = unknown;
        List<WriterFailure> all = new ArrayList<>(failures);
        if (why != null) {
            all.addAll(selection().notKnown(why));
        }
        all.addAll(notBackedUp.failures());
        return selection().withDependents(all);
    }

    List<ComponentResult> results() {
        List<WriterFailure> known = failures();
        return selection().components().stream()
                .map(component -> new ComponentResult(
                        component, stamp(component), failureOf(component, known), telling.of(component)))
                .toList();
    }

    private String stamp(SelectedComponent selectedComponent) {
        UUID instanceId = selectedComponent.writer().instanceId();
        WriterComponent component = selectedComponent.component();
        return records.stream()
                .filter(record -> record.instanceId().equals(instanceId)
                        && component.hasFullPath(WriterComponent.fullPath(record.logicalPath(), record.name()))
                        && ComponentType.of(record.type()) == component.type())
                .map(ComponentRecord::backupStamp)
                .findFirst()
                .orElse("");
    }
}
