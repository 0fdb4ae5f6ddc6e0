package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.Holds;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.WriterComponent;

/** Which components a command has not backed up. */
class ShortfallTest {
    private interface Telling {
        void tell(Shortfall shortfall);
    }

    @TempDir
    Path folder;

    private Path volume = Path.of("");

    @BeforeEach
    void makeVolume() throws Exception {
        volume = Files.createDirectories(folder.toRealPath().resolve("volume/data"));
    }

    private WriterComponent component(String path, String name, FileSet files) {
        return WriterComponent.database(path, name).withDatabaseFiles(files);
    }

    /** The components that have failed, with the reasons. */
    private List<String> failed(Telling telling) throws Exception {
        SimulatedWriter writer = SimulatedWriter.of(SimulatedWriter.database("W")
                .metadata()
                .withComponents(
                        component("", "orders", FileSet.of(volume.toString(), "*.db")),
                        component(
                                        "orders",
                                        "log",
                                        FileSet.of(volume.resolve("log").toString(), "*"))
                                .withAttributes(),
                        component(
                                "",
                                "settings",
                                FileSet.below(volume.resolve("settings").toString(), "*")),
                        component("", "unknown", FileSet.of("%VSS4J_IS_NOT_SET%", "*"))));
        try (VssSimulator simulator = VssSimulator.builder()
                        .volume(volume)
                        .state(folder.resolve("state"))
                        .writer(writer)
                        .build();
                BackupSession session = simulator
                        .vss()
                        .openBackup(BackupOptions.defaults()
                                .withSelection(ComponentSelection.none().require("W")))) {
            session.takeSnapshot(List.of(volume));
            telling.tell(new Shortfall(session));
            session.complete();
            return session.writerFailures().stream()
                    .map(failure -> failure.component() + ": " + failure.applicationMessage())
                    .toList();
        }
    }

    @Test
    @Holds(1216)
    void whatHasAFileThatCouldNotBeRead_hasFailed_andSoHasThatOfWhichNobodyKnows() throws Exception {
        Path one = volume.resolve("one.db");
        assertThat(failed(shortfall -> shortfall.unread(List.of(one), 1)))
                .containsExactly("orders: " + one + " could not be read", "unknown: " + one + " could not be read");
        Path log = volume.resolve("log");
        assertThat(failed(shortfall -> shortfall.unread(List.of(log), 1)))
                .contains("orders: orders\\log, which comes with it, failed: " + log + " could not be read")
                .noneMatch(text -> text.startsWith("settings"));
        assertThat(failed(shortfall -> shortfall.unread(List.of(), 0))).isEmpty();
    }

    @Test
    @Holds(1216)
    void ofMoreThanCouldBeNamed_anythingMayBePart() throws Exception {
        assertThat(failed(shortfall -> shortfall.unread(List.of(), 1)))
                .containsExactly(
                        "orders: 1 files could not be read",
                        "settings: 1 files could not be read",
                        "unknown: 1 files could not be read");
    }

    @Test
    @Holds(1216)
    void whatWasCopiedInPart_hasFailed() throws Exception {
        Path settings = volume.resolve("settings");
        assertThat(failed(shortfall -> shortfall.notBelow(volume)))
                .containsExactly("unknown: not all of its files are in " + volume);
        Files.createDirectories(settings);
        assertThat(failed(shortfall -> shortfall.notBelow(settings)))
                .hasSize(2)
                .noneMatch(text -> text.startsWith("settings"));
    }
}
