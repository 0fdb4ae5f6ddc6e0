package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vss4j.HResult;
import org.vss4j.cli.WriterReach.Reach;
import org.vss4j.requester.WriterFailure;
import org.vss4j.testing.SymbolicLinks;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;
import org.vss4j.writer.WriterState;

/** Which file sets of a writer reach into what was copied. */
class WriterReachTest {
    @TempDir
    Path temporary;

    private Path root;
    private Path copied;

    @BeforeEach
    void prepare() throws IOException {
        root = temporary.toRealPath();
        copied = Files.createDirectories(root.resolve("data/copied"));
    }

    private Reach reach(Path what, WriterComponent... components) {
        WriterMetadata writer = WriterMetadata.named("Writer").withComponents(components);
        return reach(what, writer, "");
    }

    private Reach reach(Path what, WriterMetadata writer, String failedComponent) {
        WriterFailure failure = new WriterFailure(
                writer.name(),
                writer.writerId(),
                writer.instanceId(),
                failedComponent,
                WriterState.FAILED_AT_FREEZE,
                HResult.of(0x800423F3),
                HResult.S_OK,
                "");
        return new WriterReach(List.of(writer), List.of(what), this::variable).of(failure);
    }

    private @Nullable String variable(String name) {
        return name.equalsIgnoreCase("ROOT") || name.equals("TEMP") ? root.toString() : null;
    }

    private static WriterComponent with(FileSet... files) {
        return WriterComponent.fileGroup("", "group").withFiles(files);
    }

    private FileSet files(String folder, String fileSpec, boolean recursive) {
        String path = root.resolve(folder).toString();
        return recursive ? FileSet.below(path, fileSpec) : FileSet.of(path, fileSpec);
    }

    /** The copied folder is data/copied. */
    @ParameterizedTest
    @CsvSource({
        "data/copied, false, YES",
        "data/copied/below, false, YES",
        "data, true, YES",
        "data, false, NO",
        "data/copie, true, NO",
        "elsewhere, true, NO"
    })
    void aFolder_hasWhatLiesBelowIt_andWhatReachesDownToIt(String folder, boolean recursive, Reach expected) {
        assertThat(reach(copied, with(files(folder, "*.db", recursive)))).isEqualTo(expected);
    }

    /** The copied file is data/copied/Orders.DB. */
    @ParameterizedTest
    @CsvSource({
        "data/copied, *.db, false, YES",
        "data/copied, orders.db, false, YES",
        "data/copied, Orders?.DB, false, YES",
        "data/copied, *.*, false, YES",
        "data/copied, *.log, false, NO",
        "data/copied, orders, false, NO",
        "data, *.db, true, YES",
        "data, *.db, false, NO",
        "elsewhere, *, true, NO"
    })
    void aFile_isWhatItsNameSays(String folder, String fileSpec, boolean recursive, Reach expected) throws IOException {
        Path file = Files.createFile(copied.resolve("Orders.DB"));
        assertThat(reach(file, with(files(folder, fileSpec, recursive)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"%root%, NO", "%ROOT%/data/copied, YES", "%OTHER%, UNKNOWN", "%TEMP%, UNKNOWN", "relative, UNKNOWN"})
    void variablesMeanWhatTheyMeanToTheMachine_notToAnAccount(String folder, Reach expected) {
        assertThat(reach(copied, with(FileSet.of(folder, "*")))).isEqualTo(expected);
    }

    @Test
    void oneThatReachesIn_isEnough_andWhatIsUnknownGoesBeforeWhatDoesNot() {
        FileSet inside = files("data/copied", "*", false);
        FileSet outside = files("elsewhere", "*", false);
        FileSet unknown = FileSet.of("%OTHER%", "*");
        assertThat(reach(copied, with(outside, inside, unknown))).isEqualTo(Reach.YES);
        assertThat(reach(copied, with(outside, unknown))).isEqualTo(Reach.UNKNOWN);
        assertThat(reach(copied, with(outside))).isEqualTo(Reach.NO);
    }

    @Test
    void databasesAndLogsCount_andWhereFilesAreInFact() {
        FileSet inside = files("data/copied", "*", false);
        FileSet outside = files("elsewhere", "*", false);
        assertThat(reach(copied, WriterComponent.database("", "a").withDatabaseFiles(inside)))
                .isEqualTo(Reach.YES);
        assertThat(reach(copied, WriterComponent.database("", "a").withDatabaseLogFiles(inside)))
                .isEqualTo(Reach.YES);
        assertThat(reach(copied, with(outside.withAlternateLocation(inside.path()))))
                .isEqualTo(Reach.YES);
    }

    @Test
    void aComponentThatFailed_speaksForItself_andForThoseBelowIt() {
        WriterMetadata writer = WriterMetadata.named("Writer")
                .withComponents(
                        WriterComponent.fileGroup("", "far").withFiles(files("elsewhere", "*", false)),
                        WriterComponent.fileGroup("", "near").withFiles(files("elsewhere", "*", false)),
                        WriterComponent.fileGroup("near", "below").withFiles(files("data/copied", "*", false)));
        assertThat(reach(copied, writer, "far")).isEqualTo(Reach.NO);
        assertThat(reach(copied, writer, "near")).isEqualTo(Reach.YES);
        assertThat(reach(copied, writer, "near\\below")).isEqualTo(Reach.YES);
    }

    @Test
    void ofAWriterThatSaysNothing_nobodyCanSay() {
        assertThat(reach(copied)).isEqualTo(Reach.UNKNOWN);
        assertThat(reach(copied, with())).isEqualTo(Reach.UNKNOWN);
        WriterMetadata other = WriterMetadata.named("Other").withComponents(with(files("elsewhere", "*", false)));
        WriterFailure stranger = new WriterFailure(
                "Stranger",
                other.writerId(),
                WriterMetadata.named("Stranger").instanceId(),
                "",
                WriterState.UNKNOWN,
                HResult.E_FAIL,
                HResult.S_OK,
                "");
        assertThat(new WriterReach(List.of(other), List.of(copied), this::variable).of(stranger))
                .isEqualTo(Reach.UNKNOWN);
    }

    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void aFolderThatIsReachedByALink_isWhereItIs() throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("link"), copied);
        assertThat(reach(copied, with(FileSet.of(link.toString(), "*")))).isEqualTo(Reach.YES);
    }

    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void aFolderThatIsNotThere_isBehindTheLinksOnTheWayToIt() throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("link"), copied);
        assertThat(reach(copied, with(FileSet.of(link.resolve("missing").toString(), "*"))))
                .isEqualTo(Reach.YES);
        Path deep = Files.createSymbolicLink(root.resolve("deep"), Files.createDirectory(copied.resolve("below")));
        assertThat(reach(copied, with(FileSet.of(deep.resolve("..").toString(), "*"))))
                .isEqualTo(Reach.YES);
    }
}
