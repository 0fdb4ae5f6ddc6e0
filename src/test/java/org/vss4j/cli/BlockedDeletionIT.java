package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.TreeText;
import org.vss4j.testing.FaultyFileSystem;
import org.vss4j.testing.OnPosix;

/** {@code copy} whose old TARGET cannot be deleted, since the call does not return, when the new one is in its place. */
@OnPosix
class BlockedDeletionIT {
    @TempDir
    Path workspace;

    private Path source = Path.of("");
    private Path target = Path.of("");

    /** All is done by then: it is partial, and the old TARGET is named and left to the next run. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "timeout"})
    void anOldTargetWhoseDeletionDoesNotReturn_doesNotHoldUpAStop(String how) throws Exception {
        Path folder = Files.createDirectory(workspace.resolve("faulty"));
        try (FaultyFileSystem faulty = FaultyFileSystem.mount(folder)) {
            source = Files.createDirectory(faulty.root().resolve("source"));
            Files.writeString(source.resolve("file"), "contents");
            target = faulty.root().resolve("target");
            Cli.Run run = how.equals("timeout") ? timedOutWhileItDeletes(faulty) : stoppedWhileItDeletes(faulty);
            assertThat(run.exitCode()).as(run.stderr()).isEqualTo(1);
            JsonNode json = run.json();
            assertThat(json.path("outcome").asText()).isEqualTo("partial");
            assertThat(json.path("because").path(0).asText()).isEqualTo("leftover");
            assertThat(json.path("targetMade")).isEqualTo(BooleanNode.TRUE);
            assertThat(json.path("files").asInt()).isEqualTo(1);
            assertThat(json.path("left")).singleElement().satisfies(line -> {
                assertThat(line.asText())
                        .startsWith(faulty.root().resolve(".target.vss4j-").toString())
                        .endsWith("; the next vss4j that uses the state folder " + cli().state() + " removes it");
                assertThat(run.stderr()).contains("vss4j: " + line.asText());
            });
            assertThat(target.resolve("file")).hasContent("contents");

            faulty.rules();
            Cli.Run orphans =
                    cli().start(List.of("orphans", "--state", cli().state().toString()));
            assertThat(orphans.exitCode()).as(orphans.stderr()).isZero();
            assertThat(TreeText.names(faulty.root())).containsExactly("source", "target");
            assertThat(target.resolve("file")).hasContent("contents");
            assertThat(TreeText.names(cli().state())).isSubsetOf("creation", "deletions", "lock");
        }
    }

    private Cli.Run replaceWithBlockedDeletion(FaultyFileSystem faulty, String... options) throws IOException {
        faulty.rules();
        FileTrees.delete(target);
        Files.writeString(Files.createDirectory(target).resolve("old"), "old");
        faulty.rules("unlink /.target.*/old block");
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--overwrite");
        return cli().copy(source, target, all.toArray(String[]::new));
    }

    private Cli.Run stoppedWhileItDeletes(FaultyFileSystem faulty) throws IOException {
        Cli.Run run = replaceWithBlockedDeletion(faulty);
        eventually("the deletion blocks", () -> blocks(faulty, "/.target"));
        return run.signal("TERM");
    }

    /** On a busy machine the time may be up before the deletion begins, which proves nothing. */
    private Cli.Run timedOutWhileItDeletes(FaultyFileSystem faulty) throws IOException {
        for (String timeout : List.of("3s", "15s", "60s")) {
            Cli.Run run = replaceWithBlockedDeletion(faulty, "--timeout", timeout);
            int code = run.exitCode();
            if (blocks(faulty, "/.target")) {
                return run;
            }
            assertThat(code).as(run.stderr()).isEqualTo(3);
        }
        throw new AssertionError("The deletion was not reached in a minute");
    }

    private Cli cli() {
        return new Cli(workspace);
    }

    private static boolean blocks(FaultyFileSystem faulty, String path) {
        try {
            return faulty.changes().stream().anyMatch(line -> line.startsWith("block " + path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
