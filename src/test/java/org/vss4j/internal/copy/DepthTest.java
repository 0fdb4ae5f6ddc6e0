package org.vss4j.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.InterceptedFileSystem;
import org.vss4j.internal.files.Shell;
import org.vss4j.testing.OnLinux;

/** Trees as deep as a path can be long, and deeper. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the longest path of Linux, and is done by a shell")
class DepthTest {
    /** The longest path that Linux opens, its end included. */
    private static final int LONGEST = 4_096;

    /** Too small for a call per level. */
    private static final int STACK = 256 * 1024;

    @TempDir
    Path workspace;

    private final Told told = new Told();
    private final InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {});
    private Path source;
    private Path target;

    @BeforeEach
    void prepare() throws IOException {
        source = Files.createDirectory(workspace.resolve("source"));
        target = workspace.resolve("target");
    }

    @AfterEach
    void removeWhatJavaCannot() throws Exception {
        Shell.run(workspace, "rm -rf source target longer");
    }

    @Test
    void aTreeOfThousandsOfLevels_isCopiedAndDeleted() throws Exception {
        int levels = (LONGEST - 20 - source.toString().length()) / 2;
        assertThat(levels).isGreaterThan(1_900);
        Shell.run(source, "mkdir -p $(printf 'd/%.0s' $(seq " + levels + "))");
        Path deepest = source.resolve("d/".repeat(levels));
        Files.writeString(deepest.resolve("file"), "deep");

        withSmallStack(() -> {
            TreeCopier.copy(source, target, told);
            return "copied";
        });
        assertThat(told.unreadable).isEmpty();
        assertThat(target.resolve(source.relativize(deepest)).resolve("file")).hasContent("deep");

        withSmallStack(() -> {
            FileTrees.delete(target);
            return "deleted";
        });
        assertThat(target).doesNotExist();
    }

    private static void withSmallStack(Callable<String> task) throws Exception {
        FutureTask<String> future = new FutureTask<>(task);
        Thread thread = new Thread(null, future, "small stack", STACK);
        thread.start();
        future.get();
    }

    /** Makes levels that no path leads to, one in the other. */
    private void makeTooDeep() throws Exception {
        Shell.run(
                source,
                "name=$(printf 'n%.0s' $(seq 200)); i=0;"
                        + " while [ $i -lt 25 ]; do mkdir $name && cd -P $name || exit 1; i=$((i+1)); done");
    }

    @OnLinux
    @Test
    void whatLiesDeeperThanAnyPath_arrives() throws Exception {
        makeTooDeep();
        withSmallStack(() -> {
            TreeCopier.copy(source, target, told);
            return "copied";
        });
        assertThat(told.unreadable).isEmpty();
        Shell.run(workspace, "(cd source && find .) > seen && (cd target && find .) | cmp - seen");
        assertThat(Files.readAllLines(workspace.resolve("seen"))).hasSize(26);
    }

    @Test
    void whatLiesDeeperThanAnyPath_isNamed_andTheRestArrives_ifJavaCopies() throws Exception {
        makeTooDeep();
        TreeCopier.copy(system.path(source), system.path(target), told);
        assertThat(told.unreadable).singleElement().asString().endsWith(": File name too long");
        assertThat(depth(target)).isEqualTo((LONGEST - target.toString().length()) / 201);
    }

    @Test
    void whatATargetWhosePathsAreLongerCannotHold_isNamed_andTheRestArrives() throws Exception {
        makeTooDeep();
        Files.writeString(source.resolve("file"), "contents");
        Path longer = Files.createDirectory(workspace.resolve("longer")).resolve("t".repeat(220));
        TreeCopier.copy(system.path(source), system.path(longer), told);
        assertThat(told.unreadable).singleElement().asString().endsWith(": its path would be too long in the copy");
        assertThat(depth(longer)).isEqualTo((LONGEST - longer.toString().length()) / 201);
        assertThat(longer.resolve("file")).hasContent("contents");
    }

    @OnLinux
    @Test
    void whatLiesDeeperThanAnyPath_isDeleted() throws Exception {
        makeTooDeep();
        withSmallStack(() -> {
            FileTrees.delete(source);
            return "deleted";
        });
        assertThat(source).doesNotExist();
    }

    @Test
    void whatLiesDeeperThanAnyPath_cannotBeDeleted_andIsNamed_ifJavaDeletes() throws Exception {
        makeTooDeep();
        assertThatThrownBy(() -> FileTrees.delete(system.path(source)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(source.toString())
                .hasMessageEndingWith(": File name too long");
    }

    private static int depth(Path tree) {
        int depth = 0;
        for (Path level = tree.resolve("n".repeat(200)); Files.isDirectory(level); depth++) {
            level = level.resolve("n".repeat(200));
        }
        return depth;
    }
}
