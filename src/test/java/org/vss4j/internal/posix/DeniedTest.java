package org.vss4j.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.ChildJvm;
import org.vss4j.testing.OnLinux;

/** What another user may not do, by a child that is one. */
@OnLinux
class DeniedTest {
    @TempDir
    Path workspace;

    @Test
    void whatIsForbidden_isToldByItsNumber() throws Exception {
        Files.setPosixFilePermissions(workspace, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = Files.writeString(workspace.resolve("file"), "contents");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        ChildJvm.Result result = new ChildJvm().unprivileged().run("try", workspace, "file");
        assertThat(result.lines())
                .containsExactly(
                        "openat: EACCES",
                        "mkdirat: EACCES",
                        "symlinkat: EACCES",
                        "linkat: " + (ChildJvm.isRoot() ? "EPERM" : "EACCES"),
                        "unlinkat: EACCES",
                        "renameat2: EACCES",
                        "fchmodat: EPERM",
                        "fchownat: EPERM",
                        "utimensat: EPERM",
                        "statx: done");
        assertThat(file).exists();
    }
}
