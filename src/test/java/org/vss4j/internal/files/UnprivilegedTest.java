package org.vss4j.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the rights of a user, the encoding of a platform and the limits of a process forbid: real ones, in a child. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the permissions of POSIX, and is done by a shell")
class UnprivilegedTest {
    @TempDir
    Path workspace;

    private Path source;
    private Path target;

    @BeforeEach
    void prepare() throws IOException {
        Files.setAttribute(workspace, "unix:mode", 01777);
        source = Files.createDirectory(workspace.resolve("source"));
        target = workspace.resolve("target");
    }

    @AfterEach
    void removeWhatTestsHaveClosed() throws IOException {
        FileTrees.delete(source);
        FileTrees.delete(target);
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private Path write(String name) throws IOException {
        Path file = source.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "contents");
    }

    @Test
    void whatMayNotBeRead_isNamed_andFoldersThatMayNotBeWritten_arrive() throws Exception {
        write("readable");
        permit(write("closed file"), "---------");
        write("read only/deeper/file");
        permit(source.resolve("read only/deeper"), "r-xr-xr-x");
        permit(source.resolve("read only"), "r-xr-xr-x");
        write("closed folder/file");
        permit(source.resolve("closed folder"), "---------");
        write("only names/file");
        permit(source.resolve("only names"), "r--r--r--");

        ChildJvm.Result result = new ChildJvm().unprivileged().run("copy", source, target);

        assertThat(result.lines())
                .containsExactlyInAnyOrder(
                        "unreadable " + source + "/closed file: permission denied",
                        "unreadable " + source + "/closed folder: permission denied",
                        "unreadable " + source + "/only names/file: permission denied",
                        "copied");
        permit(source.resolve("closed folder"), "rwx------");
        permit(target.resolve("closed folder"), "rwx------");
        assertThat(TreeText.names(target)).containsExactly("closed folder", "only names", "read only", "readable");
        assertThat(TreeText.of(target.resolve("read only"))).isEqualTo(TreeText.of(source.resolve("read only")));
    }

    @Test
    void ownFoldersThatForbidIt_areDeleted() throws Exception {
        write("a/b/c/file");
        write("d/e/file");
        assertThat(new ChildJvm().unprivileged().run("copy", source, target).lines())
                .containsExactly("copied");
        permit(target.resolve("a/b/c"), "---------");
        permit(target.resolve("a/b"), "r-x------");
        permit(target.resolve("a"), "r--------");
        permit(target.resolve("d/e"), "-w-------");
        permit(target.resolve("d"), "--x------");
        permit(target, "r-x------");

        assertThat(new ChildJvm().unprivileged().run("delete", target).lines()).containsExactly("deleted");
        assertThat(Files.exists(target, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void aTreeInAFolderThatForbidsIt_isEmptied_andNamed() throws Exception {
        Path closed = Files.createDirectory(workspace.resolve("closed"));
        permit(closed, "rwxrwxrwx");
        Path tree = closed.resolve("tree");
        write("file");
        assertThat(new ChildJvm().unprivileged().run("copy", source, tree).lines())
                .containsExactly("copied");
        permit(closed, "r-xr-xr-x");

        assertThat(new ChildJvm().unprivileged().run("delete", tree).lines())
                .containsExactly("failed " + tree + ": permission denied");
        assertThat(TreeText.names(tree)).isEmpty();
        permit(closed, "rwx------");
    }

    @Test
    void aNameThatIsNotValid_isNamed() throws Exception {
        Shell.run(source, "printf x > \"$(printf 'bad\\377\\nname')\" && mkdir \"$(printf '\\303\\244')\"");
        assertThat(new ChildJvm().run("copy", source, target).lines())
                .containsExactly(
                        "unreadable " + source + "/bad\\xFF\\x0Aname: a name that is not valid in UTF-8", "copied");
        Shell.run(target, "test \"$(ls)\" = \"$(printf '\\303\\244')\"");
    }

    @Test
    void aNameThatTheEncodingLacks_isNamed_toTheByte() throws Exception {
        Shell.run(source, "mkdir \"$(printf '\\303\\244')\" ascii");
        assertThat(new ChildJvm().locale("C").run("copy", source, target).lines())
                .containsExactlyInAnyOrder(
                        "unreadable " + source + "/\\xC3\\xA4: a name that is not valid in ANSI_X3.4-1968", "copied");
        assertThat(TreeText.names(target)).containsExactly("ascii");
    }

    /** As a full disk does, a limit ends the writing of a file in its middle. */
    @Test
    void aFileThatCannotBeWrittenToItsEnd_isNoFaultOfTheSource() throws Exception {
        Files.write(source.resolve("large"), new byte[200 * 1024]);
        ChildJvm.Result result =
                new ChildJvm().withFilesOfAtMost(64).option("-XX:-UsePerfData").run("copy", source, target);
        assertThat(result.lines()).containsExactly("failed " + target + "/large: file too large");
    }

    /** Whoever can write a note there has it performed with our rights. */
    @Test
    void aRootOfAnotherUser_isRefused() throws Exception {
        permit(source, "r-xr-xr-x");
        assertThat(new ChildJvm().unprivileged().run("hold", source).lines())
                .containsExactly("failed can't keep state in " + source
                        + ": it belongs to root, and this is nobody: choose another");
    }

    @Test
    void aRootThatCannotBeMade_isNamed() throws Exception {
        permit(source, "r-xr-xr-x");
        Path root = source.resolve("state");
        assertThat(new ChildJvm().unprivileged().run("hold", root).lines())
                .containsExactly("failed can't keep state in " + root + ": permission denied");
    }
}
