package org.vss4j.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.testing.OnLinux;

class FileMarkTest {
    @TempDir
    Path workspace;

    private static FileMark of(Path path) throws IOException {
        return FileMark.of(path).orElseThrow();
    }

    @Test
    void aFileHasItsMark_whateverItsNameAndWhateverIsInIt() throws IOException {
        Path file = Files.createFile(workspace.resolve("file"));
        FileMark mark = of(file);
        Files.writeString(file, "contents");
        Path moved = Files.move(file, workspace.resolve("moved"));
        assertThat(of(moved)).isEqualTo(mark);
        assertThat(FileMark.parse(mark.text())).isEqualTo(mark);
        assertThat(of(Files.createFile(file)).matches(mark)).isFalse();
        assertThatIOException().isThrownBy(() -> of(workspace.resolve("nothing")));
    }

    @Test
    @OnLinux
    void whenItWasMade_isPartOfIt() throws IOException {
        Path file = Files.createFile(workspace.resolve("file"));
        Instant made = Files.readAttributes(file, BasicFileAttributes.class)
                .creationTime()
                .toInstant();
        assertThat(of(file).born()).isEqualTo(made.getEpochSecond() + "." + made.getNano());
    }

    /** Its number is given again. */
    @Test
    void anotherFileOfTheSameNumber_hasAnotherMark() {
        FileMark mark = new FileMark("1", "2.3");
        assertThat(mark.matches(new FileMark("1", "2.3"))).isTrue();
        assertThat(mark.matches(new FileMark("1", "-"))).isTrue();
        assertThat(new FileMark("1", "-").matches(mark)).isTrue();
        assertThat(mark.matches(new FileMark("1", "2.4"))).isFalse();
        assertThat(mark.matches(new FileMark("2", "2.3"))).isFalse();
    }

    @Test
    @OnLinux
    void whoCannotTellWhenItWasMade_knowsItByItsNumber() throws IOException {
        Path file = Files.createFile(workspace.resolve("file"));
        Path other = Files.createFile(workspace.resolve("other"));
        InterceptedFileSystem java = new InterceptedFileSystem((operation, path) -> {});
        assertThat(of(java.path(file)).matches(of(file))).isTrue();
        assertThat(of(file).matches(of(java.path(file)))).isTrue();
        assertThat(of(java.path(file)).matches(of(other))).isFalse();
    }

    @Test
    void whatIsNoMark_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> FileMark.parse("12"));
        assertThatIllegalArgumentException().isThrownBy(() -> FileMark.parse("1 2 3"));
    }
}
