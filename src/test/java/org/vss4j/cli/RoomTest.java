package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.InterceptedFileSystem;
import org.vss4j.internal.files.Interceptor.Operation;
import org.vss4j.internal.state.Exclusions;
import org.vss4j.testing.Mount;
import org.vss4j.testing.OnLinux;

/** What is to be copied, and what there is room for, where it is more than any number. */
class RoomTest {
    private static final long SIX_EXBIBYTES = 6L << 60;

    @TempDir
    Path workspace;

    @Test
    void moreThanAnyNumber_hasNoRoom() throws IOException {
        Room room = new Room();
        room.place("TARGET", workspace.resolve("target"));
        room.place("the store", workspace.resolve("store"));
        room.file(SIX_EXBIBYTES);
        room.file(SIX_EXBIBYTES);
        assertThatThrownBy(room::check).hasMessageStartingWith("no room for TARGET and the store: ");
    }

    @Test
    @OnLinux
    void moreThanAnyNumber_isCountedAsTheLargest() throws Exception {
        Mount disk = Mount.memory(workspace);
        try {
            for (String name : List.of("one", "two")) {
                try (RandomAccessFile file =
                        new RandomAccessFile(workspace.resolve(name).toFile(), "rw")) {
                    file.setLength(SIX_EXBIBYTES);
                }
            }
            Exclusions none = Exclusions.of(workspace, workspace, workspace.resolve("state"));
            assertThat(Extent.of(workspace, none, new Room(), () -> {})).isEqualTo(new Extent(2, Long.MAX_VALUE));
        } finally {
            disk.unmount();
        }
    }

    /** Who copies finds out what is the matter with it. */
    @Test
    void whereNobodyCanLook_nothingIsKnown_andNothingFails() throws IOException {
        InterceptedFileSystem failing = new InterceptedFileSystem((operation, path) -> {
            if (operation == Operation.LOOK) {
                throw new FileSystemException(path.toString(), null, "input/output error");
            }
        });
        Room room = new Room();
        assertThatNoException().isThrownBy(() -> room.place("TARGET", failing.path(workspace.resolve("target"))));
        room.file(Long.MAX_VALUE);
        assertThatNoException().isThrownBy(room::check);
        room.place("the store", workspace.resolve("store"));
        room.file(Long.MAX_VALUE);
        assertThatThrownBy(room::check).hasMessageStartingWith("no room for the store: ");
    }
}
