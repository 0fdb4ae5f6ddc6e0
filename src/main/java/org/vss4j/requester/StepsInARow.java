package org.vss4j.requester;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.vss4j.AsyncOperation;
import org.vss4j.VssException;

/** What a session does in several steps, each of which waits for the end of the one before. */
final class StepsInARow {
    /** Begins an operation. */
    private interface Beginning {
        AsyncOperation begin() throws InterruptedException, TimeoutException;
    }

    private final BackupSteps steps;
    private final BackupOptions options;
    private final SessionWriters writers;
    private final SnapshotSet set;
    private final SessionState state;
    private final SetRecord setRecord;

    StepsInARow(
            BackupSteps steps,
            BackupOptions options,
            SessionWriters writers,
            SnapshotSet set,
            SessionState state,
            SetRecord setRecord) {
        this.steps = steps;
        this.options = options;
        this.writers = writers;
        this.set = set;
        this.state = state;
        this.setRecord = setRecord;
    }

    /** All steps that lead to the copies of some volumes. */
    List<ShadowCopy> takeSnapshot(Collection<Path> volumes) throws InterruptedException, TimeoutException {
        if (volumes.isEmpty()) {
            throw new IllegalArgumentException("There is no volume to make a shadow copy of");
        }
        Volumes.requireDistinct(volumes);
        if (options.context().hasWriters()) {
            askWriters();
        }
        UUID unusedSet = steps.startSnapshotSet(writers.within(volumes));
        for (Path each : volumes) {
            UUID unusedCopy = steps.addToSnapshotSet(each);
        }
        if (options.context().hasWriters()) {
            awaitWithWriters(Step.PREPARE_FOR_BACKUP, steps::prepareForBackup);
        }
        // Before that there are no copies; who goes on after a failure, step by step, has those that he makes.
        setRecord.withhold();
        if (options.context().hasWriters()) {
            awaitWithWriters(Step.DO_SNAPSHOT_SET, steps::doSnapshotSet);
        } else {
            state.await(Step.DO_SNAPSHOT_SET, steps.doSnapshotSet());
        }
        List<ShadowCopy> made = copies();
        setRecord.handOver();
        return made;
    }

    /** As the other, of the volumes that what is selected needs. */
    List<ShadowCopy> takeSnapshot() throws InterruptedException, TimeoutException {
        List<Path> needed = volumes();
        if (needed.isEmpty()) {
            throw new IllegalArgumentException(
                    "What is selected has no files that need a copy of a volume: name a volume");
        }
        return takeSnapshot(needed);
    }

    /** The copies; asks for them, unless they are known. */
    List<ShadowCopy> copies() throws InterruptedException, TimeoutException {
        List<ShadowCopy> known = set.copies();
        return known != null ? known : state.perform(Step.GET_SNAPSHOT_PROPERTIES, set::read);
    }

    /** The volumes that what is selected needs. */
    List<Path> volumes() throws InterruptedException, TimeoutException {
        if (!options.selection().includesAnything()) {
            return List.of();
        }
        askWriters();
        return state.perform(Step.GET_WRITER_METADATA, writers::volumes);
    }

    /** A step in which the writers take part: how they fare is asked, and if it fails they are named that had failed. */
    private void awaitWithWriters(Step step, Beginning beginning) throws InterruptedException, TimeoutException {
        try {
            state.await(step, beginning.begin());
        } catch (VssException e) {
            // A writer may be why.
            askHowWritersFare(e);
            throw writers.naming(e);
        }
        awaitWriterStatus(step);
    }

    /** Asks after a failure; what fails in that is suppressed in it. */
    private void askHowWritersFare(VssException failure) {
        try {
            state.await(Step.GATHER_WRITER_STATUS, steps.gatherWriterStatus());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.addSuppressed(e);
        } catch (TimeoutException | RuntimeException e) {
            failure.addSuppressed(e);
        }
        state.refresh();
    }

    /** The steps that end a backup well. */
    void complete() throws InterruptedException, TimeoutException {
        if (options.context().hasWriters()) {
            state.await(Step.BACKUP_COMPLETE, steps.backupComplete());
            awaitWriterStatus(Step.BACKUP_COMPLETE);
        }
    }

    /** Asks the writers what they have, unless they have been asked. */
    void askWriters() throws InterruptedException, TimeoutException {
        if (state.allows(Step.GATHER_WRITER_METADATA)) {
            state.await(Step.GATHER_WRITER_METADATA, steps.gatherWriterMetadata());
        }
    }

    /** A status that cannot be gathered is asked for once more; then how the writers fare is not known. */
    private void awaitWriterStatus(Step after) throws InterruptedException, TimeoutException {
        try {
            state.await(Step.GATHER_WRITER_STATUS, steps.gatherWriterStatus());
        } catch (VssException first) {
            try {
                state.await(Step.GATHER_WRITER_STATUS, steps.gatherWriterStatus());
            } catch (VssException second) {
                state.review(() -> writers.noteUnknown(second));
            }
        }
        state.review(() -> writers.requireNoVeto(after.method()));
    }
}
