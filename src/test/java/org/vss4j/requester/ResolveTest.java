package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.SymbolicLinks;

/** What is read by a path in a shadow copy is frozen, whatever links are on the way. */
@ExtendWith(NothingLeftBehind.class)
@EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
class ResolveTest {
    private static final BackupOptions WITHOUT_WRITERS =
            BackupOptions.defaults().withContext(SnapshotContext.FILE_SHARE_BACKUP);

    @TempDir
    Path temporary;

    private Path outside;
    private Path volume;
    private Path other;
    private Path mounted;
    private @Nullable VssSimulator simulator;
    private @Nullable BackupSession session;

    @BeforeEach
    void makeVolumes() throws IOException {
        Path root = temporary.toRealPath();
        outside = Files.createDirectory(root.resolve("outside"));
        volume = Files.createDirectory(root.resolve("volume"));
        other = Files.createDirectory(root.resolve("other"));
        mounted = Files.createDirectory(volume.resolve("mounted"));
        for (Path folder : List.of(outside, volume, other, mounted)) {
            Files.writeString(Files.createDirectory(folder.resolve("data")).resolve("db"), "frozen");
        }
    }

    @AfterEach
    void close() {
        if (session != null) {
            session.close();
        }
        if (simulator != null) {
            simulator.close();
        }
    }

    /** Copies volumes; from then on all files are other ones. */
    private List<ShadowCopy> copies(Path... volumes) throws Exception {
        VssSimulator ours = VssSimulator.builder()
                .volume(volume)
                .volume(other)
                .volume(mounted)
                .state(temporary.resolve("state"))
                .build();
        simulator = ours;
        BackupSession opened = ours.vss().openBackup(WITHOUT_WRITERS);
        session = opened;
        List<ShadowCopy> copies = opened.takeSnapshot(List.of(volumes));
        for (Path folder : List.of(outside, volume, other, mounted)) {
            Files.writeString(folder.resolve("data/db"), "live");
        }
        return copies;
    }

    private ShadowCopy copy() throws Exception {
        return copies(volume).getFirst();
    }

    private Path link(String name, Path target) throws IOException {
        return Files.createSymbolicLink(volume.resolve(name), target);
    }

    // ---- to somewhere on the volume

    @Test
    void aFolderThatIsAnAbsoluteLink_isThatOfTheCopy() throws Exception {
        Path link = link("link", volume.resolve("data"));
        ShadowCopy copy = copy();
        assertThat(copy.resolve(link.resolve("db"))).hasContent("frozen");
        assertThat(copy.resolve(link.resolve("db"))).isEqualTo(copy.root().resolve("data/db"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "./data", "mounted/../data", "../volume/data", "../../../../../../../.."})
    void aRelativeLink_isFollowedFromWhereItIs(String target) throws Exception {
        Path toRoot =
                Path.of(target).startsWith("../..") ? volume.getRoot().relativize(volume.resolve("data")) : Path.of("");
        Path link = link("link", Path.of(target).resolve(toRoot));
        assertThat(copy().resolve(link.resolve("db"))).hasContent("frozen");
    }

    @Test
    void theLastName_isFollowedToo() throws Exception {
        Path link = link("link", volume.resolve("data/db"));
        Path second = link("second", Path.of("link"));
        ShadowCopy copy = copy();
        assertThat(copy.resolve(link)).isEqualTo(copy.root().resolve("data/db"));
        assertThat(copy.resolve(second)).hasContent("frozen");
        // The link itself has another name.
        Path itself = copy.resolve(volume).resolve("link");
        assertThat(Files.readSymbolicLink(itself)).isEqualTo(volume.resolve("data/db"));
    }

    @Test
    void linksAreThoseOfThen() throws Exception {
        Files.createDirectory(volume.resolve("empty"));
        Path link = link("link", volume.resolve("data"));
        ShadowCopy copy = copy();
        Files.delete(link);
        link("link", volume.resolve("empty"));
        assertThat(copy.resolve(link.resolve("db"))).hasContent("frozen");
    }

    @Test
    void aLinkOnNoVolume_leadsIntoTheCopy() throws Exception {
        Path link = Files.createSymbolicLink(outside.resolve("link"), volume.resolve("data"));
        link("back", link);
        ShadowCopy copy = copy();
        assertThat(copy.resolve(link.resolve("db"))).hasContent("frozen");
        assertThat(copy.resolve(volume.resolve("back/db"))).hasContent("frozen");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows takes the dots out of a path before it looks at links")
    void dotsBehindALink_leadUpFromWhereItLeads() throws Exception {
        Files.writeString(Files.createDirectory(volume.resolve("data/deep")).resolve("file"), "deep");
        Path link = link("link", Path.of("data/deep"));
        ShadowCopy copy = copy();
        assertThat(copy.resolve(link.resolve("../db"))).hasContent("frozen");
        assertThat(copy.resolve(link.resolve("./../../../volume/link/file"))).hasContent("deep");
    }

    @Test
    void whatIsNotThere_hasItsPlaceAllTheSame() throws Exception {
        Path dangling = link("dangling", volume.resolve("nothing"));
        Path link = link("link", volume.resolve("data"));
        ShadowCopy copy = copy();
        assertThat(copy.resolve(dangling)).isEqualTo(copy.root().resolve("nothing"));
        assertThat(copy.resolve(link.resolve("new/file"))).isEqualTo(copy.root().resolve("data/new/file"));
        assertThat(copy.resolve(link.resolve("db/below"))).isEqualTo(copy.root().resolve("data/db/below"));
        assertThat(copy.resolve(volume.resolve("nothing/../link/db"))).hasContent("frozen");
    }

    // ---- to somewhere else

    private static void assertRefused(ShadowCopy copy, Path path, Path place, Path onVolume) {
        assertThatExceptionOfType(OtherVolumeException.class)
                .isThrownBy(() -> copy.resolve(path))
                .withMessage(path + " is not on the volume " + copy.volume() + ", which this copy shows, but on "
                        + onVolume + (place.equals(path) ? "" : ": it leads to " + place))
                .satisfies(e -> assertThat(e.place()).isEqualTo(place))
                .satisfies(e -> assertThat(e.volume()).contains(onVolume));
    }

    @Test
    void whatLeadsToAnotherVolume_isRefused_andNamesIt() throws Exception {
        Path absolute = link("absolute", other.resolve("data"));
        Path relative = link("relative", Path.of("../other/data/db"));
        ShadowCopy copy = copy();
        assertRefused(copy, absolute.resolve("db"), other.resolve("data/db"), other);
        assertRefused(copy, relative, other.resolve("data/db"), other);
        assertRefused(copy, other.resolve("data"), other.resolve("data"), other);
    }

    @Test
    void whatLeadsToAnotherVolumeOfTheSet_isInTheCopyOfThat() throws Exception {
        Path there = link("there", other.resolve("back"));
        Files.createSymbolicLink(other.resolve("back"), volume.resolve("data"));
        Path only = link("only", other.resolve("data"));
        List<ShadowCopy> copies = copies(volume, other);
        ShadowCopy ofVolume = copies.getFirst();
        ShadowCopy ofOther = copies.getLast();
        Files.delete(other.resolve("back"));
        for (ShadowCopy asked : copies) {
            assertThat(asked.resolve(only.resolve("db")))
                    .isEqualTo(ofOther.root().resolve("data/db"));
            assertThat(asked.resolve(only.resolve("db"))).hasContent("frozen");
            assertThat(asked.resolve(there.resolve("db")))
                    .isEqualTo(ofVolume.root().resolve("data/db"));
        }
    }

    @Test
    @Holds(1405)
    void whatIsBelowAMountFolder_isInTheCopyOfTheVolumeThatIsMountedThere() throws Exception {
        Path link = link("link", mounted.resolve("data"));
        List<ShadowCopy> copies = copies(volume, mounted);
        Path expected = copies.getLast().root().resolve("data/db");
        assertThat(copies.getFirst().resolve(mounted.resolve("data/db"))).isEqualTo(expected);
        assertThat(copies.getFirst().resolve(link.resolve("db")))
                .isEqualTo(expected)
                .hasContent("frozen");
    }

    @Test
    void whatIsBelowAMountFolder_isRefused_andNamesTheVolume() throws Exception {
        Path link = link("link", mounted.resolve("data"));
        ShadowCopy copy = copy();
        assertRefused(copy, mounted.resolve("data/db"), mounted.resolve("data/db"), mounted);
        assertRefused(copy, link.resolve("db"), mounted.resolve("data/db"), mounted);
        assertThat(copy.resolve(mounted.resolve("../data/db"))).hasContent("frozen");
    }

    @Test
    void whatLeadsToNoVolume_isRefused_andNamesThePlace() throws Exception {
        Path link = link("link", outside);
        Path up = link("up", Path.of("../outside/data"));
        ShadowCopy copy = copy();
        for (Path path : List.of(link.resolve("data/db"), up.resolve("db"))) {
            assertThatExceptionOfType(OtherVolumeException.class)
                    .isThrownBy(() -> copy.resolve(path))
                    .withMessage(path + " is not on the volume " + volume + ", which this copy shows: it leads to "
                            + outside.resolve("data/db"))
                    .satisfies(e -> assertThat(e.volume()).isEmpty());
        }
    }

    // ---- to nowhere

    @Test
    void aCircle_isRefused() throws Exception {
        Path one = link("one", Path.of("two"));
        link("two", volume.resolve("one"));
        ShadowCopy copy = copy();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> copy.resolve(one.resolve("file")))
                .withMessage(one.resolve("file") + " leads through more than 40 links: in a circle, it seems")
                .withCauseInstanceOf(FileSystemLoopException.class);
    }

    @Test
    void fortyLinksAreFollowed_andNotOneMore() throws Exception {
        link("link0", Path.of("data"));
        for (int i = 1; i <= 40; i++) {
            link("link" + i, Path.of("link" + (i - 1)));
        }
        ShadowCopy copy = copy();
        assertThat(copy.resolve(volume.resolve("link39/db"))).hasContent("frozen");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> copy.resolve(volume.resolve("link40/db")))
                .withMessageContaining("more than 40 links");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "A name that is too long is one that is not there")
    void whatCannotBeLookedAt_isNotTakenForAFile() throws Exception {
        ShadowCopy copy = copy();
        String name = "n".repeat(300);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> copy.resolve(volume.resolve(name).resolve("link")))
                .withMessageStartingWith("Where " + volume.resolve(name).resolve("link")
                        + " led when the volume was copied cannot be told: "
                        + copy.root().resolve(name) + ": ");
    }
}
