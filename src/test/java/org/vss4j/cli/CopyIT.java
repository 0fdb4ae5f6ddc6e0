package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.testing.OnPosix;

/** {@code copy} as a user meets it: what arrives, what is named, and what is left. */
@OnPosix
class CopyIT {
    @TempDir
    Path workspace;

    private Cli cli;
    private Path source;
    private Path target;

    @BeforeEach
    void prepare() throws IOException {
        // Nobody, as whom some of these run, has to get through to it.
        Cli.openToAll(workspace);
        cli = new Cli(workspace);
        source = Files.createDirectory(workspace.resolve("source"));
        target = workspace.resolve("target");
    }

    @AfterEach
    void nothingIsLeftButTheTarget() throws IOException {
        assertThat(names(workspace)).noneMatch(name -> name.contains(".vss4j-"));
        if (Files.exists(cli.state())) {
            try (Stream<Path> folders = Files.list(cli.state())) {
                assertThat(folders.filter(Files::isDirectory))
                        .as("folders of processes")
                        .isEmpty();
            }
        }
    }

    @Test
    void everythingArrives() throws IOException {
        write("file", "contents");
        write("a name with blanks", "blanks");
        write("new\nline", "newline");
        write("non-BMP \uD83D\uDE00", "emoji");
        write("umlaut \u00E4", "umlaut");
        write("folder/deep/file", "deep");
        Files.createDirectory(source.resolve("empty"));
        Files.createSymbolicLink(source.resolve("link"), Path.of("folder/deep"));
        Files.createSymbolicLink(source.resolve("dangling"), Path.of("nowhere"));
        Files.setPosixFilePermissions(source.resolve("file"), PosixFilePermissions.fromString("rwxr-x--x"));
        Files.setPosixFilePermissions(source.resolve("empty"), PosixFilePermissions.fromString("r-x------"));
        Instant past = Instant.parse("2001-02-03T04:05:06.789012345Z");
        Files.setLastModifiedTime(source.resolve("file"), FileTime.from(past));
        Files.setLastModifiedTime(source.resolve("folder/deep"), FileTime.from(past));

        // No LANG, no LC_ALL: the launcher has to see to the encoding.
        Cli.Run run = cli.emptyEnvironment()
                .variable("HOME", workspace.toString())
                .variable("XDG_CACHE_HOME", "/dev/null")
                .variable("JAVA_HOME", System.getProperty("java.home"))
                .variable("VSS4J_JAR", Cli.jar())
                .startCommand(List.of(
                        Path.of("scripts/vss4j").toAbsolutePath().toString(),
                        "copy",
                        source.toString(),
                        target.toString(),
                        "--json"));

        JsonNode json = run.json();
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(json.path("outcome").asText()).isEqualTo("done");
        assertThat(json.path("files").asLong()).isEqualTo(8);
        assertThat(describe(target)).isEqualTo(describe(source));
        Files.setPosixFilePermissions(source.resolve("empty"), PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(target.resolve("empty"), PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void theReportSaysWhatWasDone() throws IOException {
        write("file", "contents");
        JsonNode json = cli.copy(source, target).json();
        assertThat(json.path("schema").asInt()).isEqualTo(1);
        assertThat(json.path("outcome").asText()).isEqualTo("done");
        assertThat(json.path("service").asText()).isEqualTo("simulator");
        assertThat(json.path("snapshotSetId").asText()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        JsonNode copy = json.path("shadowCopies").path(0);
        assertThat(copy.path("id").asText()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(copy.path("volume").asText()).isEqualTo(source.toRealPath().toString());
        assertThat(Instant.parse(copy.path("createdAt").asText())).isBeforeOrEqualTo(Instant.now());
        assertThat(json.path("files").asLong()).isEqualTo(1);
        assertThat(json.path("bytes").asLong()).isEqualTo(8);
        assertThat(json.path("unreadable")).isEmpty();
        assertThat(json.path("unreadableCount").asLong()).isZero();
        assertThat(json.path("error").isNull()).isTrue();
    }

    @Test
    void aSingleFileIsCopied() throws IOException {
        write("file", "contents");
        write("other", "other");
        Cli.Run run = cli.copy(source.resolve("file"), target);
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(target).hasContent("contents");
    }

    @Test
    void aLinkToSource_isFollowed() throws IOException {
        write("file", "contents");
        Path link = Files.createSymbolicLink(workspace.resolve("link"), source);
        assertThat(cli.copy(link, target).exitCode()).isZero();
        assertThat(target.resolve("file")).hasContent("contents");
    }

    @Test
    void whatCannotBeRead_isNamed_andTheRestArrives() throws IOException, InterruptedException {
        assumeTrue(isRoot(), "only root can start a process as another user");
        write("readable", "contents");
        write("locked", "secret");
        write("locked folder/file", "secret");
        Files.setPosixFilePermissions(source.resolve("locked"), PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(source.resolve("locked folder"), PosixFilePermissions.fromString("---------"));
        shell("mkfifo fifo");
        shell("printf x > \"$(printf 'bad\\377name')\"");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(source.resolve("socket")));

            Cli.Run run = cli.asNobody().variable("LC_ALL", "C.UTF-8").copy(source, target);
            JsonNode json = run.json();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(json.path("outcome").asText()).isEqualTo("partial");
            assertThat(json.path("unreadableCount").asLong()).isEqualTo(5);
            assertThat(json.path("unreadable"))
                    .extracting(it ->
                            it.path("path").asText() + ": " + it.path("reason").asText())
                    .containsExactlyInAnyOrder(
                            source + "/locked: permission denied",
                            source + "/locked folder: permission denied",
                            source + "/fifo: a FIFO",
                            source + "/socket: a socket",
                            source + "/bad\\xFFname: a name that is not valid in UTF-8");
            assertThat(run.stderr()).contains("not copied: " + source + "/fifo: a FIFO");
            assertThat(target.resolve("readable")).hasContent("contents");
            assertThat(names(target)).containsExactlyInAnyOrder("readable", "locked folder");
        }
    }

    @Test
    void anExistingTarget_isKeptUntilTheNewOneIsWhole() throws IOException {
        write("new", "new");
        Files.createDirectories(target);
        Files.writeString(target.resolve("old"), "old");

        assertThat(cli.copy(source, target).exitCode()).isEqualTo(2);
        assertThat(names(target)).containsExactly("old");

        assertThat(cli.copy(source, target, "--overwrite", "--simulate", "DoSnapshotSet=VSS_E_PROVIDER_VETO")
                        .exitCode())
                .isEqualTo(1);
        assertThat(names(target)).containsExactly("old");

        assertThat(cli.copy(source, target, "--overwrite").exitCode()).isZero();
        assertThat(names(target)).containsExactly("new");
    }

    @Test
    void theStateFolderInSource_isNoPartOfTheCopy() throws IOException {
        write("file", "contents");
        Path state = source.resolve("state");
        Cli.Run run =
                cli.start(List.of("copy", source.toString(), target.toString(), "--json", "--state", state.toString()));
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(names(target)).containsExactly("file");
    }

    @Test
    void manyFilesPassInASmallHeap() throws IOException {
        for (int folder = 0; folder < 20; folder++) {
            Path path = Files.createDirectory(source.resolve("folder" + folder));
            for (int file = 0; file < 1_000; file++) {
                Files.createFile(path.resolve("file" + file));
            }
        }
        JsonNode json = cli.jvmOption("-Xmx16m").copy(source, target).json();
        assertThat(json.path("outcome").asText()).isEqualTo("done");
        assertThat(json.path("files").asLong()).isEqualTo(20_000);
    }

    @Test
    void veryManyFoldersInOneFolder_passInASmallHeap() throws IOException {
        for (int folder = 0; folder < 30_000; folder++) {
            Files.createDirectory(source.resolve("folder" + folder));
        }
        Cli.Run run = cli.jvmOption("-Xmx8m").copy(source, target);
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        try (Stream<Path> folders = Files.list(target)) {
            assertThat(folders).hasSize(30_000);
        }
    }

    @Test
    void aFileOfTheUsers_thatLooksLikeATemporaryOne_isCopied() throws IOException {
        String name = ".mine.vss4j-" + "0".repeat(32);
        write(name, "contents");
        assertThat(cli.copy(source, target).exitCode()).isZero();
        assertThat(target.resolve(name)).hasContent("contents");
    }

    @Test
    void whatOnlyOthersMayRead_isCopied_withItsPermissions() throws IOException {
        assumeTrue(isRoot(), "only root can start a process as another user");
        write("file", "contents");
        write("folder/file", "contents");
        Files.setPosixFilePermissions(source.resolve("file"), PosixFilePermissions.fromString("---r--r--"));
        Files.setPosixFilePermissions(source.resolve("folder"), PosixFilePermissions.fromString("---r-xr-x"));
        Cli.Run run = cli.asNobody().copy(source, target);
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(describe(target)).isEqualTo(describe(source));
    }

    @Test
    void whatTakesLongToLink_isLinkedInTheBackground() throws IOException {
        write("file", "contents");
        Path log = workspace.resolve("classes.txt");
        assertThat(cli.jvmOption("-Xlog:class+init=info:file=" + log)
                        .copy(source, target)
                        .exitCode())
                .isZero();
        for (String slot : List.of("AddToSnapshotSet", "GetSnapshotProperties")) {
            assertThat(Files.readAllLines(log))
                    .filteredOn(line -> line.contains("Initializing") && line.contains("$" + slot + "'"))
                    .singleElement(STRING)
                    .contains("vss4j-link");
        }
    }

    private void write(String name, String contents) throws IOException {
        Path file = source.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, contents);
    }

    private void shell(String command) throws IOException, InterruptedException {
        int result = new ProcessBuilder("sh", "-c", command)
                .directory(source.toFile())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(result).as(command).isZero();
    }

    private static boolean isRoot() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new TreeSet<>(
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    /** A line for each entry of a tree: name, kind, time, permissions, contents. */
    private static String describe(Path root) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> entries = Files.walk(root)) {
            for (Path entry : (Iterable<Path>) entries.sorted()::iterator) {
                text.append(root.relativize(entry)).append(' ');
                if (Files.isSymbolicLink(entry)) {
                    text.append("-> ").append(Files.readSymbolicLink(entry));
                } else {
                    text.append(Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS))
                            .append(' ')
                            .append(PosixFilePermissions.toString(Files.getPosixFilePermissions(entry)))
                            .append(' ')
                            .append(Files.isRegularFile(entry) ? Files.readString(entry) : "folder");
                }
                text.append('\n');
            }
        }
        return text.toString();
    }
}
