package org.vss4j.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.internal.posix.FileSystemStatus;
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

    /** NFS has what it sends at once, CephFS four megabytes: files take less there. */
    @ParameterizedTest
    @ValueSource(longs = {128 * 1024, 1024 * 1024, 4 * 1024 * 1024, 0})
    void aBlockThatIsNoUnit_isNotKnown(long blockSize) {
        DiskSpace space = DiskSpace.of(new FileSystemStatus(blockSize, 100, 10, 1000, 500, 0));
        assertThat(space).isEqualTo(new DiskSpace(1, OptionalLong.of(10 * blockSize), OptionalLong.of(500)));
    }

    @ParameterizedTest
    @ValueSource(longs = {512, 4096, 64 * 1024})
    void aBlockThatCanBeAUnit_isOne(long blockSize) {
        DiskSpace space = DiskSpace.of(new FileSystemStatus(blockSize, 100, 10, 1000, 500, 0));
        assertThat(space.blockSize()).isEqualTo(blockSize);
    }

    @Test
    void moreFreeFilesThanThereAre_areNotKnown() {
        DiskSpace space = DiskSpace.of(new FileSystemStatus(4096, 100, 10, 500, 501, 0));
        assertThat(space).isEqualTo(new DiskSpace(4096, OptionalLong.of(40960), OptionalLong.empty()));
    }

    @Test
    void whoDoesNotAnswer_knowsNothing() {
        DiskSpace space = DiskSpace.of(workspace.resolve("gone"));
        assertThat(space).isEqualTo(new DiskSpace(1, OptionalLong.empty(), OptionalLong.empty()));
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
