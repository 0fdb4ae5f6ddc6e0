package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.DeadProcess;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.TreeText;

/** What becomes of what a dead process noted, if the folder around it is another one; and of what it had promised. */
class NotedUndoTest {
    @TempDir
    Path workspace;

    private final List<String> lines = new ArrayList<>();
    private Path root;

    @BeforeEach
    void prepare() throws IOException {
        root = Files.createDirectory(workspace.resolve("state"));
    }

    private void recover() throws IOException {
        StateDirectory.open(root, lines::add).close();
    }

    /** It may come back, and what was moved aside is the only copy of what it holds. */
    @Test
    void whatCannotBeFound_sinceTheFolderAroundItHasBeenMoved_staysNoted_andIsPutBackWhenItIsThere()
            throws IOException {
        Path folder = Files.createDirectory(workspace.resolve("folder"));
        Path target = folder.resolve("target");
        Path aside = Files.writeString(folder.resolve("aside"), "old");
        DeadProcess dead =
                new DeadProcess(root).note(new Undo.Restore(aside, target, folder.resolve("built"), Optional.empty()));
        Path moved = Files.move(folder, workspace.resolve("moved"));
        for (int i = 0; i < 2; i++) {
            lines.clear();
            recover();
            assertThat(lines)
                    .containsExactly("could not find " + aside + ", which was " + target
                            + " and may have been moved aside by a process that died, since the folder around it has been"
                            + " moved or deleted: move it back; or, if that will never be, delete the note "
                            + dead.notes() + File.separator + "0000000001.note");
            // Somebody has made another folder of that name.
            Files.createDirectories(folder);
        }

        Files.delete(folder);
        Files.move(moved, folder);
        recover();
        assertThat(target).hasContent("old");
        assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
    }

    /** Who has deleted the folder does not want to hear of what was in it for ever. */
    @Test
    void whatWasToBeDeleted_inAFolderThatIsGone_isSaidOnce_andForgotten() throws IOException {
        Path folder = Files.createDirectory(workspace.resolve("folder"));
        Path built = Files.createDirectory(folder.resolve("built"));
        new DeadProcess(root).note(new Undo.Delete(built));
        FileTrees.delete(folder);
        recover();
        assertThat(lines)
                .containsExactly(
                        "did not remove " + built + ", left by a process that died, if it is still there: the folder"
                                + " around it has been moved or deleted");
        lines.clear();
        recover();
        recover();
        assertThat(lines).noneMatch(line -> line.contains(built.toString()));
        assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
    }

    @Test
    void whatOthersWereToldOf_getsItsPlace_ifThatIsFree_andIsKeptOtherwise() throws IOException {
        Path target = workspace.resolve("target");
        Path built = Files.writeString(workspace.resolve("built"), "new");
        new DeadProcess(root).note(new Undo.Deliver(built, target));
        recover();
        assertThat(lines)
                .contains("made " + target + " of what a process that died had copied whole, and told the writers so");
        assertThat(target).hasContent("new");

        lines.clear();
        Files.writeString(built, "newer");
        new DeadProcess(root).note(new Undo.Delete(built)).note(new Undo.Deliver(built, target));
        recover();
        assertThat(lines)
                .contains("kept " + built + ", which a process that died had copied whole, and told the writers so: "
                        + target + ", where it belongs, is there already; delete the one that you do not want");
        assertThat(target).hasContent("new");
        assertThat(built).hasContent("newer");
        assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
    }
}
