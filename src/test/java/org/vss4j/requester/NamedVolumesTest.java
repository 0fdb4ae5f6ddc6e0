package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.SymbolicLinks;

/** Volumes that are named by links, and volumes in one another: each has its own copy, with its own files. */
@ExtendWith(NothingLeftBehind.class)
class NamedVolumesTest {
    private static final BackupOptions WITHOUT_WRITERS =
            BackupOptions.defaults().withContext(SnapshotContext.FILE_SHARE_BACKUP);

    @TempDir
    Path temporary;

    private Path outer;
    private Path inner;

    @BeforeEach
    void makeVolumes() throws IOException {
        outer = Files.createDirectory(temporary.toRealPath().resolve("outer"));
        inner = Files.createDirectory(outer.resolve("inner"));
        Files.writeString(outer.resolve("file"), "outer");
        Files.writeString(inner.resolve("file"), "inner");
    }

    private VssSimulator simulator(Path... volumes) throws IOException {
        VssSimulator.Builder builder = VssSimulator.builder().state(temporary.resolve("state"));
        for (Path volume : volumes) {
            builder.volume(volume);
        }
        return builder.build();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(Path::getFileName).map(Path::toString).sorted().toList();
        }
    }

    @Test
    void aVolumeInAnother_hasACopyOfItsOwn_andIsAnEmptyFolderInTheOther() throws Exception {
        try (VssSimulator simulator = simulator(outer, inner);
                BackupSession session = simulator.vss().openBackup(WITHOUT_WRITERS)) {
            List<ShadowCopy> copies = session.takeSnapshot(List.of(outer, inner));
            ShadowCopy ofOuter = copies.getFirst();
            ShadowCopy ofInner = copies.getLast();
            assertThat(names(ofOuter.root())).containsExactly("file", "inner");
            assertThat(names(ofOuter.root().resolve("inner"))).isEmpty();
            assertThat(names(ofInner.root())).containsExactly("file");

            Path file = inner.resolve("file");
            assertThat(simulator.vss().volumeOf(file)).isEqualTo(inner);
            assertThat(ofInner.resolve(file)).hasContent("inner");
            assertThat(ofOuter.resolve(outer.resolve("file"))).hasContent("outer");
            assertThat(ofOuter.resolve(file)).isEqualTo(ofInner.resolve(file));
            assertThat(ofOuter.resolve(inner)).isEqualTo(ofInner.root());
        }
    }

    /** As on Windows, where a copy of the outer volume alone does not have what is mounted in it. */
    @Test
    @Holds(1405)
    void aVolumeInAnother_isEmptyInACopyOfTheOtherAlone_whichRefusesWhatIsInIt() throws Exception {
        try (VssSimulator simulator = simulator(outer, inner);
                BackupSession session = simulator.vss().openBackup(WITHOUT_WRITERS)) {
            ShadowCopy copy = session.takeSnapshot(List.of(outer)).getFirst();
            assertThat(names(copy.root().resolve("inner"))).isEmpty();
            for (Path mounted : List.of(inner.resolve("file"), inner)) {
                assertThatExceptionOfType(OtherVolumeException.class)
                        .isThrownBy(() -> copy.resolve(mounted))
                        .withMessage(
                                mounted + " is not on the volume " + outer + ", which this copy shows, but on " + inner)
                        .satisfies(e -> assertThat(e.volume()).contains(inner));
            }
        }
    }

    @Test
    void allFilesThatWereNamed_areInTheCopyOfTheirFolder() throws Exception {
        Path second = Files.writeString(inner.resolve("second"), "second");
        Files.writeString(inner.resolve("third"), "third");
        try (VssSimulator simulator = simulator(inner.resolve("file"), second);
                BackupSession session = simulator.vss().openBackup(WITHOUT_WRITERS)) {
            assertThat(names(session.takeSnapshot(List.of(inner)).getFirst().root()))
                    .containsExactly("file", "second");
        }
    }

    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void aLinkNamesTheVolumeToWhichItLeads() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), inner);
        Path inVolume = Files.createSymbolicLink(inner.resolve("alias"), Path.of("file"));
        try (VssSimulator simulator = simulator(link);
                BackupSession session = simulator.vss().openBackup(WITHOUT_WRITERS)) {
            Vss vss = simulator.vss();
            assertThat(vss.volumeOf(link.resolve("file"))).isEqualTo(inner);
            assertThat(vss.inventory().isSupported(link)).isTrue();
            assertThat(vss.inventory().volumeNames(link))
                    .isEqualTo(vss.inventory().volumeNames(inner));

            ShadowCopy copy = session.takeSnapshot(List.of(vss.volumeOf(link))).getFirst();
            Files.writeString(inner.resolve("file"), "changed");
            for (Path folder : List.of(link, inner)) {
                assertThat(copy.resolve(folder.resolve("file"))).hasContent("inner");
            }
            // A link on the volume is a file of it, whose twin is meant.
            assertThat(copy.resolve(link.resolve("alias"))).isEqualTo(copy.resolve(inVolume));
        }
    }

    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void twoNamesOfOneVolume_areRefusedInASet() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), inner);
        try (VssSimulator simulator = simulator(link, inner);
                BackupSession session = simulator.vss().openBackup(WITHOUT_WRITERS)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.takeSnapshot(List.of(link, inner)))
                    .withMessageContaining("The volume " + inner + " is named twice");
            session.steps().startSnapshotSet();
            session.steps().addToSnapshotSet(link);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.steps().addToSnapshotSet(inner))
                    .withMessageContaining("The volume " + inner + " is in the snapshot set already");
        }
    }
}
