package org.vss4j.simulator;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.StoredCopy;

/** A program that uses the simulator. It is spoken to in types of the JDK, for its class loader may be another than that of who does. */
public final class SimulatorProgram implements UnaryOperator<String> {
    private final Path volume;
    private final VssSimulator simulator;
    private final BackupSession session;

    public SimulatorProgram(Path volume, Path state) {
        this.volume = volume;
        try {
            simulator = VssSimulator.builder()
                    .volume(volume)
                    .state(state)
                    .writer(SimulatedWriter.database("Writer"))
                    .build();
            session = simulator.vss().openBackup(BackupOptions.defaults());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does what it is told, and says what became of it. */
    @Override
    public String apply(String command) {
        try {
            return switch (command) {
                case "begin" -> begin();
                case "take" -> take();
                case "end" -> end();
                default -> throw new IllegalArgumentException(command);
            };
        } catch (VssException e) {
            return e.hresult().name();
        } catch (InterruptedException | TimeoutException e) {
            return e.toString();
        }
    }

    private String begin() throws InterruptedException, TimeoutException {
        session.steps().gatherWriterMetadata().await();
        session.steps().startSnapshotSet();
        return HResult.S_OK.name();
    }

    /** Takes a shadow copy, and waits in all the ways that there are. */
    private String take() throws InterruptedException, TimeoutException {
        session.steps().gatherWriterMetadata().completion().join();
        session.takeSnapshot(List.of(volume));
        session.complete();
        Thread.ofVirtual().start(session::writerStatuses).join();
        return HResult.S_OK.name();
    }

    /** Last of all something that belongs to no session. */
    private String end() throws InterruptedException, TimeoutException {
        session.close();
        List<StoredCopy> none = simulator.vss().inventory().copies(CopyFilter.all());
        simulator.close();
        return none.isEmpty() ? HResult.S_OK.name() : none.toString();
    }
}
