package org.vss4j.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.vss4j.internal.comserver.ComServer;
import org.vss4j.internal.comserver.PropertyStructure;
import org.vss4j.requester.Vss;
import org.vss4j.simulator.SimulatorClock;
import org.vss4j.simulator.VssCall;
import org.vss4j.simulator.VssSimulator;

/** The simulator, on a machine that a test describes. */
final class SimulatorBackupServer implements BackupTestServer {
    private final SimulatorClock.Manual clock = SimulatorClock.manual(Instant.parse("2026-02-03T04:05:06.7Z"));
    private final VssSimulator simulator;

    SimulatorBackupServer(BackupSetup setup) {
        VssSimulator.Builder builder = VssSimulator.builder().state(Objects.requireNonNull(setup.store));
        setup.volumes.forEach(builder::volume);
        setup.unsupported.forEach(builder::unsupportedVolume);
        setup.durations.forEach(builder::duration);
        setup.faults.forEach(planned -> builder.fault(planned.method(), planned.calls(), planned.fault()));
        setup.writers.forEach(builder::writer);
        if (!setup.onRecord) {
            builder.withoutLedger();
        }
        if (setup.clock == BackupSetup.Clock.STANDS_STILL) {
            builder.clock(clock);
        }
        try {
            simulator = builder.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Vss vss() {
        return simulator.vss();
    }

    @Override
    public List<VssCall> calls() {
        return simulator.calls();
    }

    @Override
    public List<String> backupHistory() {
        return simulator.backupHistory().stream()
                .map(entry -> entry.writer() + " " + entry.component() + " " + entry.type())
                .toList();
    }

    @Override
    public Path folderOf(String deviceObject) {
        return simulator.folderOf(deviceObject).orElseThrow();
    }

    @Override
    public boolean isSnapshotSetInProgress() {
        return simulator.isSnapshotSetInProgress();
    }

    @Override
    public void advance(Duration duration) {
        clock.advance(duration);
    }

    @Override
    public List<String> leftovers() {
        int objects = ComServer.live().size();
        long strings = PropertyStructure.liveStrings();
        return objects == 0 && strings == 0 ? List.of() : List.of(objects + " objects, " + strings + " strings");
    }

    @Override
    public void close() {
        simulator.close();
    }
}
