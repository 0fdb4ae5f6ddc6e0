package org.vss4j.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.FolderMark.Fate;

class FolderMarkTest {
    private static final FileMark ELSEWHERE = new FileMark("1", "2.3");

    @TempDir
    Path workspace;

    @Test
    void aFolderIsKnown_whateverIsInIt_andNotAnotherOfItsName() throws IOException {
        Path folder = Files.createDirectory(workspace.resolve("folder"));
        FolderMark mark = FolderMark.parse(FolderMark.of(folder).text());
        assertThat(mark).isEqualTo(FolderMark.of(folder));
        Files.createFile(folder.resolve("file"));
        assertThat(mark.fateOf(folder)).isEqualTo(Fate.THERE);

        Path moved = Files.move(folder, workspace.resolve("moved"));
        assertThat(mark.fateOf(folder)).isEqualTo(Fate.GONE);
        assertThat(mark.fateOf(folder.resolve("deeper"))).isEqualTo(Fate.GONE);
        assertThat(mark.fateOf(moved)).isEqualTo(Fate.THERE);
        Files.createDirectory(folder);
        assertThat(mark.fateOf(folder)).isEqualTo(Fate.GONE);
    }

    @Test
    void whereItsFileSystemIsAnother_itIsNotGone() throws IOException {
        FolderMark mark = new FolderMark(Optional.of(ELSEWHERE), Optional.of(ELSEWHERE), Optional.of("b0"));
        assertThat(mark.fateOf(workspace)).isEqualTo(Fate.OFF);
        assertThat(FolderMark.parse(mark.text())).isEqualTo(mark);
    }

    /** The root of every disk has the same number, and not every file system says when it was made. */
    @Test
    void aNumberAlone_tellsNothing() {
        FolderMark here = FolderMark.of(workspace);
        Optional<FileMark> number = here.folder().map(mark -> FileMark.parse(mark.number() + " -"));
        for (Optional<String> fileSystem : List.of(Optional.<String>empty(), Optional.of("another"))) {
            assertThat(new FolderMark(number, number, fileSystem).fateOf(workspace))
                    .isEqualTo(Fate.OFF);
        }
        assertThat(new FolderMark(number, here.top(), here.fileSystem()).fateOf(workspace))
                .isEqualTo(here.fileSystem().isPresent() ? Fate.THERE : Fate.OFF);
    }

    /** Then nothing depends on it. */
    @Test
    void ofWhatWasNotThere_nothingIsKnown() {
        FolderMark mark = FolderMark.of(workspace.resolve("nothing"));
        assertThat(mark).isEqualTo(FolderMark.UNKNOWN);
        assertThat(mark.fateOf(workspace.resolve("nothing"))).isEqualTo(Fate.THERE);
        assertThat(FolderMark.parse(mark.text())).isEqualTo(mark);
    }

    @Test
    void whatIsNoMark_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> FolderMark.parse("none; none"));
        assertThatIllegalArgumentException().isThrownBy(() -> FolderMark.parse("1 2 3; none; none"));
    }
}
