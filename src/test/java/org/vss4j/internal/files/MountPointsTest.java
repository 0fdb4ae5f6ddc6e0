package org.vss4j.internal.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

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
}
