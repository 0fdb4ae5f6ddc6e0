package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.spi.FileSystemProvider;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.vss4j.internal.files.FileMark;
import org.vss4j.internal.files.FolderMark;
import org.vss4j.internal.files.RandomTree;

/** A note tells what is to be deleted: it is read as it was written, or not at all. */
class NoteFormatProperties {
    private static final FileSystemProvider PROVIDER = FileSystems.getDefault().provider();

    private static final FolderMark FOLDER = new FolderMark(
            Optional.of(new FileMark("12", "34.56")), Optional.of(new FileMark("2", "-")), Optional.of("b0"));

    @Provide
    Arbitrary<Path> paths() {
        return RandomTree.names()
                .list()
                .ofMaxSize(5)
                .map(names -> Path.of("/" + String.join("/", names)).toAbsolutePath());
    }

    @Property
    void aNoteIsReadBack(@ForAll("paths") Path path, @ForAll("paths") Path other) {
        for (Undo undo : new Undo[] {
            new Undo.Delete(path),
            new Undo.Restore(path, other, path, Optional.of(new FileMark("12", "34.56"))),
            new Undo.Deliver(path, other),
            new Undo.PutOnRecord(path, orphan(other))
        }) {
            for (FolderMark folder : List.of(FolderMark.UNKNOWN, FOLDER)) {
                NotedUndo noted = new NotedUndo(undo, folder);
                String text = NoteFormat.write(noted);
                assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(text))
                        .isTrue();
                assertThat(NoteFormat.read(text, PROVIDER)).isEqualTo(noted);
            }
        }
    }

    private static OrphanRecord orphan(Path volume) {
        return new OrphanRecord(
                new UUID(1, 2),
                "a service of " + volume,
                0x9,
                Instant.parse("2026-02-03T04:05:06.789Z"),
                OrphanRecord.State.UNFINISHED,
                Map.of(new UUID(3, 4), volume.toString(), new UUID(5, 6), ""));
    }

    @Property(tries = 100)
    void aRecordThatWasCutShort_isRefused(@ForAll("paths") Path path) {
        String text = NoteFormat.write(NotedUndo.of(new Undo.PutOnRecord(path, orphan(path))));
        for (int length = 0; length < text.length(); length++) {
            String cut = text.substring(0, length);
            assertThatIllegalArgumentException().isThrownBy(() -> NoteFormat.read(cut, PROVIDER));
        }
    }

    @Property(tries = 100)
    void aNoteThatWasCutShort_isRefused(@ForAll("paths") Path path, @ForAll("paths") Path other) {
        String text = NoteFormat.write(new NotedUndo(new Undo.Restore(path, other, path, Optional.empty()), FOLDER));
        for (int length = 0; length < text.length(); length++) {
            String cut = text.substring(0, length);
            assertThatIllegalArgumentException().isThrownBy(() -> NoteFormat.read(cut, PROVIDER));
        }
    }

    @Property
    void garbageIsRefused(@ForAll String garbage) {
        assertRefused(garbage);
        assertRefused("vss4j note 2\ndelete\nnone; none; none\n" + garbage + "\n");
        assertRefused("vss4j note 2\n" + garbage + "\nnone; none; none\nfile:///tmp/x\n");
    }

    private static void assertRefused(String text) {
        assertThat(catchThrowable(() -> NoteFormat.read(text, PROVIDER)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).+");
    }

    @Example
    void theMessageSaysWhatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoteFormat.read("vss4j note 3\ndelete\nnone; none; none\nfile:///x\n", PROVIDER))
                .withMessage("it does not begin with 'vss4j note 2', or is not complete");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoteFormat.read("vss4j note 2\nrestore\nnone; none; none\nfile:///x\n", PROVIDER))
                .withMessage("'restore' of 1 lines is not known");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoteFormat.read("vss4j note 2\ndelete\nnone; none; none\nx\n", PROVIDER))
                .withMessage("URI is not absolute");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoteFormat.read("vss4j note 2\ndelete\nnone\nfile:///x\n", PROVIDER))
                .withMessage("'none' is not two marks and a word");
    }
}
