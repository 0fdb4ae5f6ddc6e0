package org.vss4j.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.internal.posix.Descriptor.O_CREAT;
import static org.vss4j.internal.posix.Descriptor.O_DIRECTORY;
import static org.vss4j.internal.posix.Descriptor.O_RDWR;
import static org.vss4j.internal.posix.Descriptor.O_WRONLY;
import static org.vss4j.internal.posix.Descriptor.WORKING_DIRECTORY;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.testing.OnLinux;
import org.vss4j.testing.TinyDisk;

@OnLinux
class ContentsTest {
    private static final int HOLE = 1 << 20;

    @TempDir
    Path workspace;

    private Descriptor open(String name, int flags) throws PosixException {
        return Descriptor.open(WORKING_DIRECTORY, PosixName.of(workspace.resolve(name)), flags, 0_600);
    }

    @Test
    void whatIsWritten_isRead_toTheEnd() throws IOException {
        try (Arena arena = Arena.ofConfined();
                Descriptor file = open("file", O_CREAT | O_RDWR)) {
            assertThat(Contents.write(file, arena.allocateFrom("contents").asSlice(0, 8)))
                    .isEqualTo(8);
            MemorySegment buffer = arena.allocate(5);
            assertThat(Contents.read(file, buffer)).as("at the end").isZero();
            assertThat(Contents.pread(file, buffer, 3)).isEqualTo(5);
            assertThat(text(buffer)).isEqualTo("tents");
            assertThat(Contents.lseek(file, 6, Contents.SEEK_SET)).isEqualTo(6);
            assertThat(Contents.read(file, buffer)).isEqualTo(2);
            assertThat(text(buffer.asSlice(0, 2))).isEqualTo("ts");
        }
    }

    private static String text(MemorySegment buffer) {
        return new String(buffer.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII);
    }

    @Test
    void holes_areFound() throws IOException {
        try (Arena arena = Arena.ofConfined();
                Descriptor file = open("file", O_CREAT | O_RDWR)) {
            Contents.ftruncate(file, 3L * HOLE);
            Failure.of(Errno.ENXIO, () -> Contents.lseek(file, 0, Contents.SEEK_DATA));
            long unused = Contents.lseek(file, HOLE, Contents.SEEK_SET);
            assertThat(Contents.write(file, arena.allocateFrom("contents"))).isEqualTo(9);
            assertThat(Contents.lseek(file, 0, Contents.SEEK_DATA)).isEqualTo(HOLE);
            assertThat(Contents.lseek(file, HOLE, Contents.SEEK_HOLE)).isBetween(HOLE + 9L, 2L * HOLE);
            assertThat(Inodes.statx(file).size()).isEqualTo(3L * HOLE);
            assertThat(Inodes.statx(file).blocks() * 512).isLessThan(HOLE);
        }
    }

    @Test
    void theKernelCopies_whereItCan() throws IOException {
        Files.writeString(workspace.resolve("from"), "contents");
        try (Descriptor from = open("from", 0);
                Descriptor to = open("to", O_CREAT | O_WRONLY);
                Descriptor folder = open("", O_DIRECTORY)) {
            assertThat(Contents.copyFileRange(from, to, 100)).isEqualTo(8);
            assertThat(Contents.copyFileRange(from, to, 100)).isZero();
            Failure.of(Errno.EISDIR, () -> Contents.copyFileRange(folder, to, 100));
        }
        assertThat(workspace.resolve("to")).hasContent("contents");
    }

    @Test
    void aFileADirectoryAndAFileSystem_areForcedToTheDisk() throws IOException {
        try (Descriptor file = open("file", O_CREAT | O_RDWR);
                Descriptor folder = open("", O_DIRECTORY);
                Descriptor place = open("file", Descriptor.O_PATH)) {
            Contents.fsync(file);
            Contents.fdatasync(file);
            Contents.fsync(folder);
            Contents.syncfs(folder);
            Failure.of(Errno.EBADF, () -> Contents.fsync(place));
            Failure.of(Errno.EBADF, () -> Contents.fdatasync(place));
            Failure.of(Errno.EBADF, () -> Contents.syncfs(place));
        }
    }

    @Test
    void whatIsOpenForReading_isNotWritten() throws IOException {
        Files.writeString(workspace.resolve("file"), "contents");
        try (Arena arena = Arena.ofConfined();
                Descriptor file = open("file", 0);
                Descriptor folder = open("", O_DIRECTORY)) {
            MemorySegment buffer = arena.allocate(1);
            Failure.of(Errno.EBADF, () -> Contents.write(file, buffer));
            Failure.of(Errno.EINVAL, () -> Contents.ftruncate(file, 0));
            Failure.of(Errno.EISDIR, () -> Contents.read(folder, buffer));
            Failure.of(Errno.EISDIR, () -> Contents.pread(folder, buffer, 0));
        }
    }

    @Test
    void aFullDisk_isToldByItsNumber() throws Exception {
        try (TinyDisk disk = TinyDisk.of(64 * 1024);
                Arena arena = Arena.ofConfined();
                Descriptor file = Descriptor.open(
                        WORKING_DIRECTORY, PosixName.of(disk.path().resolve("file")), O_CREAT | O_WRONLY, 0_600)) {
            MemorySegment buffer = arena.allocate(256 * 1024);
            long written = Contents.write(file, buffer);
            assertThat(written).isEqualTo(64 * 1024);
            PosixException full = Failure.of(Errno.ENOSPC, () -> Contents.write(file, buffer));
            assertThat(full).hasMessageEndingWith(": no space left");
        }
    }
}
