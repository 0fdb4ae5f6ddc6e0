package org.vss4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.VssException;
import org.vss4j.testing.SymbolicLinks;

/** Which volumes folders and files stand for. */
class SimulatedVolumesTest {
    @TempDir
    Path temporary;

    private Path outer;
    private Path inner;
    private Path file;

    @BeforeEach
    void makeFolders() throws IOException {
        outer = Files.createDirectory(temporary.toRealPath().resolve("outer"));
        inner = Files.createDirectory(outer.resolve("inner"));
        file = Files.writeString(inner.resolve("file"), "contents");
    }

    @Test
    void ofVolumesInOneAnother_theInnermostHoldsAFile_inWhicheverOrderTheyAreNamed() throws IOException {
        for (List<Path> named : List.of(List.of(outer, inner), List.of(inner, outer))) {
            SimulatedVolumes volumes = SimulatedVolumes.of(named, List.of());
            assertThat(volumes.holding(file)).isEqualTo(inner);
            assertThat(volumes.holding(inner)).isEqualTo(inner);
            assertThat(volumes.holding(outer.resolve("inner file"))).isEqualTo(outer);
            assertThat(volumes.mountedIn(new SimulatedVolume(outer, List.of()))).containsExactly(inner);
            assertThat(volumes.mountedIn(new SimulatedVolume(inner, List.of()))).isEmpty();
        }
    }

    @Test
    void aFileIsOnTheVolumeOfAFolderThatWasNamedToo() throws IOException {
        SimulatedVolumes volumes = SimulatedVolumes.of(List.of(file, outer), List.of());
        assertThat(volumes.holding(file)).isEqualTo(outer);
        assertThat(volumes.mountedIn(new SimulatedVolume(outer, List.of()))).isEmpty();
        assertThat(volumes.find(inner + File.separator)).isNull();
    }

    @Test
    void filesOfOneFolder_areOnOneVolume_andNothingElseIs() throws IOException {
        Path second = Files.writeString(inner.resolve("second"), "contents");
        SimulatedVolumes volumes = SimulatedVolumes.of(List.of(file, second), List.of());
        assertThat(volumes.find(inner + File.separator)).isEqualTo(new SimulatedVolume(inner, List.of(file, second)));
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(() -> volumes.holding(inner.resolve("third")))
                .withMessageEndingWith("it is on none of the simulator's volumes");
    }

    @Test
    void whatIsNotThere_isNamed() {
        Path missing = temporary.resolve("missing");
        assertThatIOException()
                .isThrownBy(() -> SimulatedVolumes.of(List.of(outer, missing), List.of()))
                .withMessage("The volume " + missing + " does not exist");
    }

    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void linksAreResolved_andTwoNamesOfOneFolderAreOneVolume() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), inner);
        SimulatedVolumes volumes = SimulatedVolumes.of(List.of(link, inner), List.of());
        SimulatedVolume volume = new SimulatedVolume(inner, List.of());
        assertThat(volumes.find(link + File.separator)).isEqualTo(volume);
        assertThat(volumes.find(inner + File.separator)).isEqualTo(volume);
        assertThat(volumes.holding(link.resolve("file"))).isEqualTo(inner);
        // Where the link leads, and not what stands before it.
        assertThat(volumes.find(link.resolve("..") + File.separator)).isNull();
        assertThat(SimulatedVolumes.of(List.of(outer), List.of())
                        .holding(link.resolve("..").resolve("x")))
                .isEqualTo(outer);
    }
}
