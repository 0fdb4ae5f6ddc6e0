package org.vss4j.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.testing.Mount;
import org.vss4j.testing.OnLinux;

class NestingTest {
    @TempDir
    Path workspace;

    private Path outer;
    private Path inner;
    private Path place;

    @BeforeEach
    void makeFolders() throws IOException {
        Path real = workspace.toRealPath();
        outer = Files.createDirectory(real.resolve("outer"));
        inner = Files.createDirectories(outer.resolve("middle/inner"));
        place = Files.createDirectory(real.resolve("place"));
    }

    @Test
    void namesTellWhatIsWithin() throws IOException {
        assertThat(Nesting.isWithin(inner, outer)).isTrue();
        assertThat(Nesting.isWithin(outer, outer)).isTrue();
        assertThat(Nesting.isWithin(outer, inner)).isFalse();
        assertThat(Nesting.isWithin(outer.resolveSibling("outer2"), outer)).isFalse();
        assertThat(Nesting.isWithin(outer.resolve("not/there"), outer.resolve("not")))
                .isTrue();
        assertThat(Nesting.isWithin(outer.resolve("nothing"), outer.resolve("not")))
                .isFalse();
        assertThat(Nesting.isSame(outer.resolve("not"), outer.resolve("not"))).isTrue();
        assertThat(Nesting.isSame(outer.resolve("not"), outer)).isFalse();
    }

    /** Another name of a file is another place: what is put there leaves the file as it is. */
    @Test
    void anotherNameOfAFile_isNotTheSame() throws IOException {
        Path file = Files.createFile(outer.resolve("file"));
        Path second = Files.createLink(outer.resolve("second"), file);
        assertThat(Nesting.isSame(file, second)).isFalse();
    }

    @Test
    @OnLinux
    void aFolderThatIsMountedAtASecondPlace_isTheSame() throws Exception {
        Mount mount = Mount.bind(outer, place);
        try {
            assertThat(Nesting.isSame(outer, place)).isTrue();
            assertThat(Nesting.isSame(outer.resolve("not"), place.resolve("not")))
                    .isTrue();
            assertThat(Nesting.isSame(outer.resolve("not"), place.resolve("nor")))
                    .isFalse();
            assertThat(Nesting.isWithin(place.resolve("middle/inner"), outer)).isTrue();
            assertThat(Nesting.isWithin(inner, place)).isTrue();
            assertThat(Nesting.isWithin(place, inner)).isFalse();
            assertThat(Nesting.isWithin(inner.resolve("not/there"), place.resolve("middle/inner/not")))
                    .isTrue();
        } finally {
            mount.unmount();
        }
    }

    /** Its parents lead elsewhere: that it is in the outer one, only what is mounted says. */
    @Test
    @OnLinux
    void aFolderInAnother_thatIsMountedElsewhere_isWithinIt() throws Exception {
        Mount mount = Mount.bind(inner, place);
        try {
            assertThat(Nesting.isWithin(place, outer)).isTrue();
            assertThat(Nesting.isWithin(place.resolve("not"), outer.resolve("middle")))
                    .isTrue();
            assertThat(Nesting.isWithin(outer, place)).isFalse();
            Mount hidden = Mount.memory(inner);
            try {
                assertThat(Nesting.isWithin(inner, place)).isFalse();
            } finally {
                hidden.unmount();
            }
        } finally {
            mount.unmount();
        }
    }

    /** What lies beside it is seen in it, for it is mounted there: a copy of the outer one would have it. */
    @Test
    @OnLinux
    void aFolder_thatIsMountedInAnother_isWithinIt() throws Exception {
        Path below = Files.createDirectories(place.resolve("a/b"));
        Mount mount = Mount.bind(place, inner);
        try {
            assertThat(Nesting.isWithin(place, outer)).isTrue();
            assertThat(Nesting.isWithin(below, outer)).isTrue();
            assertThat(Nesting.isWithin(below.resolve("not/there"), outer)).isTrue();
            assertThat(Nesting.isWithin(below, inner.resolve("a"))).isTrue();
            assertThat(Nesting.isWithin(place, inner.resolve("a"))).isFalse();
            assertThat(Nesting.isWithin(outer, place)).isFalse();
            assertThat(Nesting.isWithin(place.resolveSibling("place2"), outer)).isFalse();
        } finally {
            mount.unmount();
        }
        assertThat(Nesting.isWithin(below, outer)).isFalse();
    }

    /** Only a part of what holds the inner one is mounted, and in turn a part of that, twice. */
    @Test
    @OnLinux
    void aFolder_thatIsMountedInAnother_byAChain_isWithinIt() throws Exception {
        Path disk = Files.createDirectory(place.resolveSibling("disk"));
        Path below = Files.createDirectories(place.resolve("a/b"));
        Path other = Files.createDirectory(place.resolveSibling("other"));
        Mount mount = Mount.bind(place.resolve("a"), other);
        Mount memory = Mount.memory(disk);
        Path inMemory = Files.createDirectories(disk.resolve("c/d"));
        Mount chained = Mount.bind(other, inMemory);
        Mount shown = Mount.bind(disk.resolve("c"), inner);
        try {
            // The last mount has the folder of the file system in memory, without what is mounted there.
            assertThat(Nesting.isWithin(below, disk)).isTrue();
            assertThat(Nesting.isWithin(below, disk.resolve("c"))).isTrue();
            assertThat(Nesting.isWithin(below, inner)).isFalse();
            assertThat(Nesting.isWithin(below, outer)).isFalse();
            Mount whole = Mount.bind(other, inner.resolve("d"));
            try {
                assertThat(Nesting.isWithin(below, outer)).isTrue();
                assertThat(Nesting.isWithin(below, disk)).isTrue();
                assertThat(Nesting.isWithin(place, outer)).isFalse();
            } finally {
                whole.unmount();
            }
        } finally {
            shown.unmount();
            chained.unmount();
            memory.unmount();
            mount.unmount();
        }
    }

    /** A file system that is in a folder, and whose part is mounted elsewhere: what lies in that is within the folder. */
    @Test
    @OnLinux
    void aPartOfAFileSystemThatIsMountedInAFolder_isWithinIt() throws Exception {
        Mount memory = Mount.memory(inner);
        Path part = Files.createDirectory(inner.resolve("part"));
        Files.createDirectory(part.resolve("below"));
        Mount mount = Mount.bind(part, place);
        try {
            assertThat(Nesting.isWithin(place.resolve("below/target"), outer)).isTrue();
            assertThat(Nesting.isWithin(place, inner)).isTrue();
            assertThat(Nesting.isWithin(inner, place)).isFalse();
        } finally {
            mount.unmount();
            memory.unmount();
        }
    }
}
