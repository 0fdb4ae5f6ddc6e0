package org.vss4j.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.testing.Mount;
import org.vss4j.testing.OnLinux;

class DiskSpaceTest {
    @TempDir
    Path workspace;

    @Test
    void theBlocksAreThoseOfJava() throws IOException {
        FileStore store = Files.getFileStore(workspace);
        DiskSpace space = DiskSpace.of(workspace);
        assertThat(space.blockSize()).isEqualTo(store.getBlockSize());
        assertThat(space.freeBytes().orElseThrow()).isBetween(0L, store.getTotalSpace());
    }

    @Test
    @OnLinux
    void whatIsWritten_takesOneFileAndWholeBlocks() throws Exception {
        Mount disk = Mount.memory(workspace);
        try {
            DiskSpace before = DiskSpace.of(workspace);
            Files.writeString(workspace.resolve("file"), "x");
            DiskSpace after = DiskSpace.of(workspace);
            assertThat(before.freeBytes().orElseThrow() - after.freeBytes().orElseThrow())
                    .isEqualTo(before.blockSize());
            assertThat(before.freeFiles().orElseThrow() - after.freeFiles().orElseThrow())
                    .isEqualTo(1);
        } finally {
            disk.unmount();
        }
    }

    /** What has no room of its own says zero of everything. */
    @Test
    @OnLinux
    void aFileSystemThatDoesNotKnow_isNotFull() throws IOException {
        DiskSpace space = DiskSpace.of(Path.of("/proc"));
        assertThat(space.freeBytes()).isEmpty();
        assertThat(space.freeFiles()).isEmpty();
    }
}
