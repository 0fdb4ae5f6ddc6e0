package org.vss4j.internal.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.testing.Mount;
import org.vss4j.testing.OnLinux;

@OnLinux
class MountPointsTest {
    @TempDir
    Path workspace;

    @Test
    void aTable_isReadAsTheKernelWritesIt() {
        String table = """
                22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
                30 22 0:5 / /a\rb\rc rw - tmpfs none rw
                31 22 0:6 /\\040root /blank\\040tab\\011newline\\012backslash\\134x rw master:1 - tmpfs a\\040b rw
                32 22 0:7 / /\u00FF\\134 rw - tmpfs none rw
                33 22 0:8 / /NEXT rw - tmpfs none rw
                """;
        assertThat(MountPoints.in(table.replace("NEXT", "\u0085\u001C").getBytes(ISO_8859_1)))
                .extracting(mount -> PathText.of(mount.point()))
                .containsExactly(
                        "/", "/a\\x0Db\\x0Dc", "/blank tab\\x09newline\\x0Abackslash\\x", "/\\xFF\\", "/\\x85\\x1C");
    }

    @Test
    void aMountPointWithAnOddName_isFound() throws Exception {
        Path real = workspace.toRealPath();
        Path odd = Files.createDirectory(real.resolve("a\rb\rc d\n\\"));
        Mount mount = Mount.memory(odd);
        try {
            assertThat(MountPoints.within(real)).contains(odd);
            assertThat(MountPoints.within(odd)).contains(odd);
            assertThat(MountPoints.within(odd.resolve("below"))).isEmpty();
        } finally {
            mount.unmount();
        }
        assertThat(MountPoints.within(real)).isEmpty();
    }

    @Test
    void whatIsMountedFromAFolder_isKnown_alsoFromAFileSystemInIt() throws Exception {
        Path real = workspace.toRealPath();
        Path folder = Files.createDirectories(real.resolve("folder"));
        Path part = Files.createDirectories(folder.resolve("part"));
        Path first = Files.createDirectory(real.resolve("first"));
        Path second = Files.createDirectory(real.resolve("second"));
        Mount mount = Mount.bind(part, first);
        try {
            assertThat(MountPoints.of(folder)).containsExactly(first);
            assertThat(MountPoints.of(part)).containsExactly(first);
            assertThat(MountPoints.of(real)).containsExactly(first);
            assertThat(MountPoints.of(first)).containsExactly(first);
            Mount memory = Mount.memory(part);
            Mount other = Mount.bind(Files.createDirectory(part.resolve("in memory")), second);
            try {
                assertThat(MountPoints.of(folder)).containsExactlyInAnyOrder(part, second);
            } finally {
                other.unmount();
                memory.unmount();
            }
        } finally {
            mount.unmount();
        }
        assertThat(MountPoints.of(folder)).isEmpty();
    }

    /** In a chroot a part may be mounted of what is not seen there. */
    @Test
    void whereTheRootIsNotMounted_andPartsAre_nothingIsTold() throws IOException {
        String whole = "22 1 254:0 / /proc rw - proc proc rw\n";
        String part = "23 1 254:1 /a\\040b /mnt/c rw - ext4 /dev/vda rw\n";
        MountPoints.requireRoot(MountPoints.in(whole.getBytes(ISO_8859_1)));
        MountPoints.requireRoot(MountPoints.in((part + "24 1 254:0 / / rw - ext4 x rw\n").getBytes(ISO_8859_1)));
        assertThatThrownBy(() -> MountPoints.requireRoot(MountPoints.in((whole + part).getBytes(ISO_8859_1))))
                .hasMessage(
                        "it cannot be told which folder lies in which, since /mnt/c is part of a file system of which"
                                + " the rest cannot be seen from this root (chroot): unmount it, or do this from outside");
    }
}
