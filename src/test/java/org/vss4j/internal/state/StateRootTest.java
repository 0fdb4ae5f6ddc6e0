package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.internal.files.ChildJvm;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.Shell;
import org.vss4j.internal.files.TreeText;
import org.vss4j.testing.SymbolicLinks;

/** Roots of state directories: which are refused, and where nothing is made then. */
class StateRootTest {
    @TempDir
    Path workspace;

    private final List<String> lines = new ArrayList<>();
    private Path root;

    @BeforeEach
    void prepare() {
        root = workspace.resolve("state");
    }

    private StateDirectory open() throws IOException {
        return StateDirectory.open(root, lines::add);
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
    }

    private interface Opening {
        StateDirectory of(Path root, RecoveryObserver observer) throws IOException;
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the permissions of POSIX")
    @Test
    void aRootThatAnybodyMayWriteTo_isRefused() throws IOException {
        Files.createDirectory(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(this::open)
                .hasMessage("can't keep state in " + root
                        + ": others than its owner may write to it: forbid that (chmod go-w), or choose another");
        assertThat(TreeText.names(root)).isEmpty();
    }

    /** Who may write to a folder may put another in the place of what is in it, wherever that lies above. */
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the permissions of POSIX")
    @Test
    void aRootInAFolderThatAnybodyMayWriteTo_isRefused_alsoIfItIsNotThere() throws IOException {
        Path open = Files.createDirectory(workspace.toRealPath().resolve("open"));
        root = Files.createDirectory(open.resolve("between")).resolve("state");
        open().close();
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        String refused = "can't keep state in " + root + ": others could put another folder in its place, since they"
                + " may write to " + open + ": forbid that (chmod go-w), or choose another";
        assertThatThrownBy(this::open).hasMessage(refused);
        FileTrees.delete(root);
        assertThatThrownBy(this::open).hasMessage(refused);
        assertThat(root).doesNotExist();
        // As /tmp is.
        Files.setAttribute(open, "unix:mode", 01777);
        open().close();
        assertNothingIsLeft();
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the permissions of POSIX")
    @Test
    void aRootInAFolderOfAnotherUser_isRefused() throws Exception {
        assumeTrue(ChildJvm.isRoot(), "left out: only root can give folders away");
        Path other = Files.createDirectory(workspace.toRealPath().resolve("other"));
        root = other.resolve("state");
        open().close();
        Shell.run(workspace, "chown 65534 other");
        assertThatThrownBy(this::open)
                .hasMessageStartingWith("can't keep state in " + root
                        + ": its owner could put another folder in its place, since " + other + " belongs to ");
    }

    /** Many systems make a group for each user, and let it write to what is his. */
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the permissions of POSIX")
    @Test
    void aRootInAFolderOfAGroup_isRefused_unlessTheGroupIsTheUsersOwn() throws Exception {
        assumeTrue(ChildJvm.isRoot(), "left out: only root can give folders to other groups");
        Path shared = Files.createDirectory(workspace.toRealPath().resolve("shared"));
        root = shared.resolve("state");
        Shell.run(workspace, "chmod 775 shared && chgrp 65534 shared");
        assertThatThrownBy(this::open).hasMessageContaining("since they may write to " + shared);
        Shell.run(workspace, "chgrp \"$(id -un)\" shared");
        open().close();
        assertNothingIsLeft();
    }

    @Test
    void aRootThatIsAFile_isRefused() throws IOException {
        Files.writeString(root, "contents");
        assertThatThrownBy(this::open).hasMessage("can't keep state in " + root + ": not a directory");
        assertThat(root).hasContent("contents");
    }

    @Test
    void aFolderOfSomebodyElses_isRefused_andNothingIsMadeThere() throws IOException {
        Files.createDirectory(root, OwnerOnly.directory(root));
        Files.createFile(root.resolve("lock"));
        Files.createFile(root.resolve("letter"));
        for (Opening opening : List.<Opening>of(StateDirectory::open, StateDirectory::look)) {
            assertThatThrownBy(() -> opening.of(root, lines::add))
                    .hasMessage("can't keep state in " + root + ": it has letter in it, and is no state folder:"
                            + " choose an empty one, or one that is not there");
        }
        assertThat(TreeText.names(root)).containsExactly("letter", "lock");
    }

    @Test
    void aFolderOfOurs_mayHaveSomethingElseInIt() throws IOException {
        open().close();
        Files.createFile(root.resolve("letter"));
        open().close();
        assertThat(TreeText.names(root)).containsExactly("deletions", "letter", "lock");
    }

    /** As one is that was made before there was a lock for deletions from the beginning. */
    @Test
    void aFolderWithNothingButOurs_isOurs() throws IOException {
        Files.createDirectory(root, OwnerOnly.directory(root));
        for (String name : List.of("lock", "creation")) {
            Files.createFile(root.resolve(name));
        }
        for (String name : List.of("orphans", "persistent")) {
            Files.createDirectory(root.resolve(name));
        }
        open().close();
        assertThat(TreeText.names(root)).contains("deletions");
    }

    private static UnaryOperator<String> onLinux(String home) {
        return property -> property.equals("os.name") ? "Linux" : home;
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the paths of POSIX")
    @ParameterizedTest
    @ValueSource(strings = {"?", "", "home"})
    void aUserWithoutAHome_isToldSo(String home) throws IOException {
        assertThatThrownBy(() -> StateRoot.of(Map.of("XDG_STATE_HOME", "relative"), onLinux(home)))
                .isInstanceOf(IOException.class)
                .hasMessage("no home folder is known, so there is no place for state: give --state DIR, or set"
                        + " XDG_STATE_HOME to the whole path of a folder");
        assertThat(StateRoot.of(Map.of("XDG_STATE_HOME", "/state"), onLinux(home)))
                .isEqualTo(Path.of("/state/vss4j"));
    }

    @Test
    void aUserWithAHome_hasHisStateThere() throws IOException {
        assertThat(StateRoot.of(Map.of(), onLinux(workspace.toString())))
                .isEqualTo(workspace.resolve(".local/state/vss4j"));
    }

    @Test
    void aRootBelowAFile_isRefused() throws IOException {
        Path file = Files.writeString(workspace.resolve("file"), "contents");
        root = file.resolve("state");
        assertThatThrownBy(this::open).hasMessageStartingWith("can't keep state in " + root + ": ");
    }

    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    @Test
    void aRootMayBeALinkToAFolder() throws IOException {
        Path folder = Files.createDirectory(workspace.resolve("folder"));
        Files.createSymbolicLink(root, folder);
        open().close();
        assertThat(TreeText.names(folder)).containsExactly("deletions", "lock");
        assertThat(Files.isSymbolicLink(root)).isTrue();
    }

    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    @Test
    void aRootThatIsALinkToNothing_isRefused() throws IOException {
        Files.createSymbolicLink(root, workspace.resolve("nothing"));
        assertThatThrownBy(this::open).hasMessage("can't keep state in " + root + ": not a directory");
    }

    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    @Test
    void aLockThatIsALink_isNotFollowed() throws IOException {
        Path other = workspace.resolve("other");
        Files.createDirectory(root);
        Files.createSymbolicLink(root.resolve("lock"), other);
        assertThatThrownBy(this::open).hasMessageStartingWith("can't keep state in " + root + ": ");
        assertThat(Files.exists(other, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
}
