package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
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
import org.vss4j.testing.OnLinux;
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
        // As Debian's /var/local is the group staff's.
        Shell.run(workspace, "chgrp 65534 shared && chmod 2775 shared");
        String group =
                Files.readAttributes(shared, PosixFileAttributes.class).group().getName();
        assertThatThrownBy(this::open)
                .hasMessage("can't keep state in " + root + ": members of the group " + group
                        + " could put another folder in its place, since they may write to " + shared
                        + ": forbid that (chmod g-w), or choose another");
        assertThat(root).doesNotExist();
        Shell.run(workspace, "chmod +t shared");
        open().close();
        assertNothingIsLeft();
        Shell.run(workspace, "chmod -t shared && chgrp 0 shared");
        assertThat(LocalUsers.ofSystem().membersOf(0)).isEmpty();
        open().close();
        assertNothingIsLeft();
    }

    /** The bits of the group are then those of all whom the list names. */
    @OnLinux
    @Test
    void aRootInAFolderWithAnAccessControlList_isRefused_ifThatLetsOthersWrite() throws Exception {
        assumeTrue(ChildJvm.isRoot(), "left out: only root has a group that nobody else is in, on each system");
        Path listed = Files.createDirectory(workspace.toRealPath().resolve("listed"));
        root = listed.resolve("state");
        Shell.run(workspace, "chgrp 0 listed && chmod 775 listed");
        open().close();
        assumeTrue(mayWrite(listed, 65534), "left out: there is no python3, or no list is kept here");
        assertThatThrownBy(this::open)
                .hasMessage("can't keep state in " + root
                        + ": those whom its access control list names could put another folder in its place, since they"
                        + " may write to " + listed + ": forbid that (chmod g-w, or setfacl -b), or choose another");
        // Now nobody who is named has what the bits of the group do not have.
        Shell.run(workspace, "chmod g-w listed");
        open().close();
        assertNothingIsLeft();
    }

    /** Lets a user write to a folder, by a list as the kernel has it; tells whether that was possible. */
    private static boolean mayWrite(Path folder, int user) throws Exception {
        String program = "import os, struct, sys; e = lambda tag, bits, id: struct.pack('<HHI', tag, bits, id);"
                + " none = 0xffffffff; os.setxattr(sys.argv[1], 'system.posix_acl_access', struct.pack('<I', 2)"
                + " + e(1, 7, none) + e(2, 7, int(sys.argv[2])) + e(4, 5, none) + e(16, 7, none) + e(32, 5, none))";
        try {
            return new ProcessBuilder("python3", "-c", program, folder.toString(), Integer.toString(user))
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void membersOfAGroup_areThoseInTheFilesOfTheSystem_butAdministrators() throws IOException {
        Path users = Files.writeString(workspace.resolve("passwd"), """
                root:x:0:0:root:/root:/bin/sh
                toor:x:0:0::/root:/bin/sh
                operator:x:11:0::/root:/sbin/nologin
                ada:x:1000:1000:Ada,,,:/home/ada:/bin/sh
                bob:x:1001:1001::/home/bob:/bin/sh
                +::::::
                broken
                """);
        Path groups = Files.writeString(workspace.resolve("group"), """
                root:x:0:toor
                staff:x:50:
                ada:x:1000:
                bob:x:1001:ada,root
                broken
                """);
        LocalUsers all = new LocalUsers(users, groups);
        assertThat(all.membersOf(0)).containsExactly("operator");
        assertThat(all.membersOf(50)).isEmpty();
        assertThat(all.membersOf(1000)).containsExactly("ada");
        assertThat(all.membersOf(1001)).containsExactly("ada", "bob");
        assertThat(new LocalUsers(workspace.resolve("no"), workspace.resolve("none")).membersOf(0))
                .isEmpty();
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
