package org.vss4j.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.internal.com.read.WriterStatusRecord;
import org.vss4j.writer.WriterMetadata;
import org.vss4j.writer.WriterState;

/** How one writer fares in one backup. Not safe for use by many threads; its owner holds a lock. */
final class WriterLife {
    private static final HResult PARTIAL_FAILURE = HResult.of(0x80042336);

    private final SimulatedWriter writer;
    private WriterState state = WriterState.STABLE;
    private @Nullable WriterVeto veto;

    /** The vetoes of single components that have come. */
    private final List<WriterVeto> componentVetoes = new ArrayList<>();

    WriterLife(SimulatedWriter writer) {
        this.writer = writer;
    }

    WriterMetadata metadata() {
        return writer.metadata();
    }

    String backupStamp() {
        return writer.backupStamp();
    }

    boolean answersIdentify() {
        return writer.vetoes().stream().noneMatch(each -> each.event() == WriterEvent.IDENTIFY);
    }

    /** Takes note that an operation has finished: the writer got its events, one after the other, until it failed. */
    void finished(VssMethod method) {
        for (WriterEvent event : WriterEvent.values()) {
            if (event.method() == method) {
                hear(event);
            }
        }
        if (!hasFailed()) {
            state = switch (method) {
                case DO_SNAPSHOT_SET -> WriterState.WAITING_FOR_BACKUP_COMPLETE;
                case BACKUP_COMPLETE -> WriterState.STABLE;
                default -> state;
            };
        }
    }

    /** Takes note that an operation has failed: its events came, those of DoSnapshotSet until the freeze. */
    void failed(VssMethod method) {
        if (method == VssMethod.PREPARE_FOR_BACKUP) {
            hear(WriterEvent.PREPARE_BACKUP);
        } else if (method == VssMethod.DO_SNAPSHOT_SET) {
            hear(WriterEvent.PREPARE_SNAPSHOT);
            hear(WriterEvent.FREEZE);
        }
    }

    private void hear(WriterEvent event) {
        if (hasFailed()) {
            return;
        }
        for (WriterVeto each : writer.vetoes()) {
            if (each.event() == event) {
                state = each.state();
                if (each.component().isEmpty()) {
                    veto = each;
                } else {
                    componentVetoes.add(each);
                }
            }
        }
    }

    private boolean hasFailed() {
        return state == WriterState.UNKNOWN || state.isFailure();
    }

    WriterStatusRecord status() {
        WriterVeto whole = veto;
        HResult failure = whole != null ? whole.error() : state.isFailure() ? PARTIAL_FAILURE : HResult.S_OK;
        return new WriterStatusRecord(
                metadata().instanceId(),
                metadata().writerId(),
                metadata().name(),
                state.value(),
                failure.value(),
                whole == null ? 0 : whole.applicationError().value(),
                whole == null ? "" : whole.applicationMessage());
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
