package org.vss4j.simulator;

import static java.lang.System.Logger.Level.WARNING;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.internal.com.read.WriterStatusRecord;
import org.vss4j.internal.trace.SessionLogger;
import org.vss4j.requester.BackupType;
import org.vss4j.writer.BackupSchema;
import org.vss4j.writer.WriterMetadata;
import org.vss4j.writer.WriterState;

/** How one writer fares in one backup. Not safe for use by many threads; its owner holds a lock, but for {@link #react}. */
final class WriterLife {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.simulator");
    private static final HResult PARTIAL_FAILURE = HResult.of(0x80042336);
    private static final HResult NONRETRYABLE = HResult.of(0x800423F4);
    private static final HResult INCONSISTENT_SNAPSHOT = HResult.of(0x800423F0);

    private final SimulatedWriter writer;
    private final WriterFailures ofMachine;
    private WriterState state;

    /** With what it has failed: in an earlier backup, until this one prepares it. */
    private WriterFailures.@Nullable Failure failure;

    private @Nullable WriterEvent failedAt;

    /** The vetoes of single components that have come. */
    private final List<WriterVeto> componentVetoes = new ArrayList<>();

    WriterLife(SimulatedWriter writer, WriterFailures ofMachine) {
        this.writer = writer;
        this.ofMachine = ofMachine;
        this.failure = ofMachine.of(writer.metadata().instanceId());
        this.state = failure == null ? WriterState.STABLE : failure.state();
    }

    WriterMetadata metadata() {
        return writer.metadata();
    }

    /** The stamp of this backup; empty if it sets none. */
    String backupStamp() {
        return metadata().schema().supports(BackupSchema.Feature.TIMESTAMPED) ? writer.backupStamp() : "";
    }

    /** What it takes a backup for: one of a type that it does not support for a full one. */
    BackupType takenFor(BackupType asked) {
        return asked.isSupportedBy(metadata().schema()) ? asked : BackupType.FULL;
    }

    /** Whether it hears an event: one that has failed hears no more of this backup. */
    boolean hears(WriterEvent event) {
        return event == WriterEvent.PREPARE_BACKUP || event == WriterEvent.IDENTIFY || !hasFailed();
    }

    /** Whether it has failed at an event. */
    boolean failedAt(WriterEvent event) {
        return failedAt == event;
    }

    /** Does what it was told to do at an event. Returns how it vetoes, or null. */
    @Nullable
    WriterVeto react(WriterEvent event) {
        try {
            writer.reactions().stream()
                    .filter(each -> each.event() == event)
                    .forEach(each -> each.action().run());
            return null;
        } catch (RuntimeException | Error e) {
            LOG.log(WARNING, metadata().name() + " failed at " + event, e);
            return event.canBeVetoed() ? new WriterVeto(event, "", NONRETRYABLE, HResult.S_OK, e.toString()) : null;
        }
    }

    /**
     * Takes note that it has heard an event.
     *
     * @param reaction how it vetoed, or null; as it was told to fail it fails besides
     */
    void heard(WriterEvent event, @Nullable WriterVeto reaction) {
        if (event == WriterEvent.PREPARE_BACKUP) {
            failure = null;
            state = WriterState.STABLE;
            ofMachine.forget(metadata().instanceId());
        }
        if (!hasFailed()) {
            state = event.next();
        }
        writer.vetoes().stream().filter(each -> each.event() == event).forEach(this::fail);
        if (reaction != null) {
            fail(reaction);
        }
    }

    /** Vetoes a set that lacks a volume, unless it has failed before. */
    void lacksVolume() {
        if (!hasFailed()) {
            fail(new WriterVeto(WriterEvent.PREPARE_SNAPSHOT, "", INCONSISTENT_SNAPSHOT, HResult.S_OK, ""));
        }
    }

    private void fail(WriterVeto veto) {
        boolean whole = veto.component().isEmpty();
        if (!whole) {
            componentVetoes.add(veto);
        }
        failedAt = veto.event();
        state = veto.state();
        if (whole) {
            failure =
                    new WriterFailures.Failure(state, veto.error(), veto.applicationError(), veto.applicationMessage());
        } else if (failure == null) {
            failure = new WriterFailures.Failure(state, PARTIAL_FAILURE, HResult.S_OK, "");
        }
        ofMachine.note(metadata().instanceId(), failure);
    }

    boolean hasFailed() {
        return failure != null;
    }

    WriterStatusRecord status() {
        WriterFailures.Failure failed = failure;
        return new WriterStatusRecord(
                metadata().instanceId(),
                metadata().writerId(),
                metadata().name(),
                state.value(),
                failed == null ? 0 : failed.error().value(),
                failed == null ? 0 : failed.applicationError().value(),
                failed == null ? "" : failed.applicationMessage());
    }

    /** The veto of a component; null if it has not failed. */
    @Nullable
    WriterVeto componentVeto(String fullPath) {
        return componentVetoes.stream()
                .filter(each -> each.component().equals(fullPath))
                .findFirst()
                .orElse(null);
    }
}
