package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.testing.OnPosix;

/** {@code copy} that could not do all of it: what becomes of TARGET, and that exit code, JSON, summary and disk agree. */
@OnPosix
class CopyOutcomeIT {
    @TempDir
    Path workspace;

    private Cli cli;
    private Path source;
    private Path target;

    @BeforeEach
    void prepare() throws IOException {
        cli = new Cli(workspace);
        source = Files.createDirectory(workspace.resolve("source"));
        Files.writeString(source.resolve("new"), "new");
        target = workspace.resolve("target");
    }

    @AfterEach
    void nothingIsLeftButTheTarget() throws IOException {
        try (Stream<Path> files = Files.list(workspace)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains(".vss4j-"));
        }
        if (Files.exists(cli.state())) {
            try (Stream<Path> folders = Files.list(cli.state())) {
                assertThat(folders.filter(Files::isDirectory)).isEmpty();
            }
        }
    }

    private void oldTarget() throws IOException {
        Files.writeString(Files.createDirectory(target).resolve("old"), "old");
    }

    /** Something in SOURCE that nobody can read, root neither. */
    private ServerSocketChannel unreadable() throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return socket.bind(UnixDomainSocketAddress.of(source.resolve("socket")));
    }

    private Cli.Run copyForPeople(String... options) {
        List<String> arguments = new ArrayList<>(List.of("copy", source.toString(), target.toString()));
        arguments.addAll(List.of("--state", cli.state().toString()));
        arguments.addAll(List.of(options));
        return cli.start(arguments);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static JsonNode ended(Cli.Run run, int exitCode, String outcome, String... because) {
        JsonNode json = run.json();
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(exitCode);
        assertThat(json.path("outcome").asText()).as(run.stderr()).isEqualTo(outcome);
        assertThat(json.path("because")).extracting(JsonNode::asText).containsExactly(because);
        return json;
    }

    private static void says(JsonNode json, boolean made, boolean kept) {
        assertThat(json.path("targetMade").asBoolean()).as("targetMade").isEqualTo(made);
        assertThat(json.path("targetKept").asBoolean()).as("targetKept").isEqualTo(kept);
    }

    // ---- what could not be read

    @Test
    void somethingWasUnreadable_anOldTargetIsKept() throws IOException {
        oldTarget();
        try (ServerSocketChannel socket = unreadable()) {
            assertThat(socket.isOpen()).isTrue();
            says(ended(cli.copy(source, target, "--overwrite"), 1, "partial", "unreadable"), false, true);
            assertThat(names(target)).containsExactly("old");

            Cli.Run run = copyForPeople("--overwrite");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.stdout())
                    .contains("TARGET " + target + " is kept as it was; 1 could not be read")
                    .contains("--accept-partial");
            assertThat(names(target)).containsExactly("old");
        }
    }

    @Test
    void somethingWasUnreadable_whichIsAccepted_anOldTargetIsReplaced() throws IOException {
        oldTarget();
        try (ServerSocketChannel socket = unreadable()) {
            assertThat(socket.isOpen()).isTrue();
            Cli.Run run = cli.copy(source, target, "--overwrite", "--accept-partial");
            says(ended(run, 1, "partial", "unreadable"), true, false);
            assertThat(names(target)).containsExactly("new");
        }
    }

    @Test
    void somethingWasUnreadable_withoutAnOldTarget_whatCouldBeReadIsThere() throws IOException {
        try (ServerSocketChannel socket = unreadable()) {
            assertThat(socket.isOpen()).isTrue();
            says(ended(cli.copy(source, target, "--overwrite"), 1, "partial", "unreadable"), true, false);
            assertThat(names(target)).containsExactly("new");
        }
    }

    /** A backup that did not take place is not told of as one. */
    @Test
    void anOldTargetIsKept_theWritersHearOfNoBackup() throws IOException {
        oldTarget();
        try (ServerSocketChannel socket = unreadable()) {
            assertThat(socket.isOpen()).isTrue();
            Cli.Run run = cli.copy(source, target, "--overwrite");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.stderr()).contains("AbortBackup: S_OK").doesNotContain("BackupComplete");
        }
    }

    // ---- what has become empty

    /** SOURCE and TARGET by what is in them: nothing, folders only, a file of no bytes, contents, a link. */
    @ParameterizedTest
    @CsvSource({
        "nothing,  nothing,  replaced",
        "nothing,  folders,  replaced",
        "nothing,  empty,    refused",
        "nothing,  contents, refused",
        "nothing,  link,     refused",
        "folders,  contents, refused",
        "empty,    empty,    replaced",
        "empty,    contents, refused",
        "empty,    link,     refused",
        "link,     contents, replaced",
        "contents, contents, replaced"
    })
    void whatHasBecomeEmpty_replacesNothingThatHasMore(String from, String to, String what) throws IOException {
        Files.delete(source.resolve("new"));
        fill(source, from);
        fill(Files.createDirectory(target), to);
        Files.createDirectory(target.resolve("mark"));
        Cli.Run run = cli.copy(source, target, "--overwrite");
        if (what.equals("replaced")) {
            says(ended(run, 0, "done"), true, false);
        } else {
            JsonNode json = ended(run, 1, "failed");
            says(json, false, true);
            assertThat(json.path("error").path("message").asText())
                    .startsWith("SOURCE " + source + " has ")
                    .contains("TARGET " + target + " has more, which is kept")
                    .contains("--accept-empty");
            assertThat(target.resolve("mark")).exists();
            says(ended(cli.copy(source, target, "--overwrite", "--accept-empty"), 0, "done"), true, false);
        }
        assertThat(target.resolve("mark")).doesNotExist();
    }

    private static void fill(Path folder, String with) throws IOException {
        switch (with) {
            case "nothing" -> {}
            case "folders" -> Files.createDirectories(folder.resolve("a/b"));
            case "empty" ->
                Files.createFile(Files.createDirectory(folder.resolve("a")).resolve("file"));
            case "contents" ->
                Files.writeString(Files.createDirectory(folder.resolve("a")).resolve("file"), "x");
            case "link" -> Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
            default -> throw new IllegalArgumentException(with);
        }
    }

    @Test
    void aFileThatHasBecomeEmpty_doesNotReplaceOneWithContents() throws IOException {
        Path file = Files.createFile(workspace.resolve("file"));
        Files.writeString(target, "old");
        says(ended(cli.copy(file, target, "--overwrite"), 1, "failed"), false, true);
        assertThat(target).hasContent("old");
    }

    // ---- writers that cannot be told

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writersCannotBeTold_theFilesAreThere(boolean replaces) throws IOException {
        if (replaces) {
            oldTarget();
        }
        Cli.Run run =
                cli.copy(source, target, "--overwrite", "--simulate", "BackupComplete=VSS_E_UNEXPECTED_WRITER_ERROR");
        JsonNode json = ended(run, 1, "partial", "not-told");
        says(json, true, false);
        assertThat(json.path("notTold").path("name").asText()).isEqualTo("VSS_E_UNEXPECTED_WRITER_ERROR");
        assertThat(json.path("error").isNull()).isTrue();
        assertThat(run.stderr())
                .contains("the writers could not be told that the backup is done")
                .contains("The files are whole");
        assertThat(names(target)).containsExactly("new");
    }

    @Test
    void aStopWhileWritersAreTold_theFilesAreThere_andTheExitCodeIsThatOfTheStop() throws IOException {
        oldTarget();
        Cli.Run run = cli.copy(source, target, "--overwrite", "--simulate", "BackupComplete=1h")
                .awaitErr("BackupComplete: S_OK")
                .signal("TERM");
        JsonNode json = ended(run, 143, "interrupted", "not-told");
        says(json, true, false);
        assertThat(json.path("error").path("message").asText())
                .contains("all files had been copied")
                .doesNotContain("nothing is left");
        assertThat(names(target)).containsExactly("new");
    }

    @Test
    void aStopBeforeThat_leavesNothing() throws IOException {
        oldTarget();
        Cli.Run run = cli.copy(source, target, "--overwrite", "--simulate", "DoSnapshotSet=1h")
                .awaitErr("DoSnapshotSet: S_OK")
                .signal("TERM");
        JsonNode json = ended(run, 143, "interrupted");
        says(json, false, true);
        assertThat(json.path("error").path("message").asText()).contains("nothing is left");
        assertThat(names(target)).containsExactly("old");
    }

    // ---- links

    @Test
    void linksAreCounted_andThoseThatLeadOutOfTheCopy() throws IOException {
        Files.createDirectory(source.resolve("folder"));
        Files.createSymbolicLink(source.resolve("inside"), Path.of("new"));
        Files.createSymbolicLink(source.resolve("folder/inside"), Path.of("../new"));
        Files.createSymbolicLink(source.resolve("folder/outside"), Path.of("../../other"));
        Files.createSymbolicLink(source.resolve("whole"), source.resolve("new"));
        Path link = Files.createSymbolicLink(workspace.resolve("link"), source);
        Cli.Run run = cli.copy(link, target);
        JsonNode json = ended(run, 0, "done");
        assertThat(json.path("links").asLong()).isEqualTo(4);
        assertThat(json.path("linksLeadingOut").asLong()).isEqualTo(2);
        assertThat(run.stderr()).contains("SOURCE " + link + " is a link: what it leads to is copied, " + source);
        assertThat(Files.readSymbolicLink(target.resolve("folder/outside"))).hasToString("../../other");
        Cli.Run again = copyForPeople("--overwrite");
        assertThat(again.stdoutAtEnd()).contains("5 files, 3 bytes, 4 of them links (2 lead out of it)");
    }

    @Test
    void aTargetThatIsALink_isReplacedItself() throws IOException {
        Path other = Files.createDirectory(workspace.resolve("other"));
        Files.writeString(other.resolve("file"), "kept");
        Files.createSymbolicLink(target, other);
        says(ended(cli.copy(source, target, "--overwrite"), 0, "done"), true, false);
        assertThat(Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(other.resolve("file")).hasContent("kept");
    }

    // ---- room

    @Test
    void aDiskThatIsTooSmall_isSaidBeforeAnythingIsWritten() throws IOException, InterruptedException {
        assumeTrue(isRoot(), "only root can mount a small file system");
        Path small = Files.createDirectory(workspace.resolve("small"));
        Files.write(source.resolve("large"), new byte[1 << 20]);
        execute("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString());
        try {
            Cli.Run run = cli.copy(source, small.resolve("target"));
            JsonNode json = ended(run, 1, "failed");
            assertThat(json.path("error").path("message").asText())
                    .contains("no room for TARGET: 1.0 MiB are needed in blocks of 4.0 KiB, and the file system of "
                            + small + " has 64.0 KiB free")
                    .contains("--no-space-check");
            assertThat(run.stderr()).doesNotContain("CreateVssBackupComponents");

            Cli.Run store = cli.start(List.of(
                    "copy", source.toString(), target.toString(), "--json", "--state", small.resolve("s") + ""));
            assertThat(ended(store, 1, "failed").path("error").path("message").asText())
                    .contains("no room for the simulator's copy");

            Cli.Run create = cli.start(
                    List.of("create", "--volume", source.toString(), "--json", "--state", small.resolve("s") + ""));
            assertThat(create.exitCode()).isEqualTo(1);
            assertThat(create.json().path("error").path("message").asText())
                    .contains("no room for the simulator's copy");
        } finally {
            execute("umount", small.toString());
        }
    }

    /** A thousand bytes in a thousand files take four megabytes, and as many folders as much, but where they lie in memory. */
    @Test
    void manySmallFiles_countAsWholeBlocks() throws IOException, InterruptedException {
        assumeTrue(isRoot(), "only root can mount a small file system");
        for (int i = 0; i < 1000; i++) {
            Files.writeString(Files.createDirectory(source.resolve("d" + i)).resolve("file"), "x");
        }
        Path small = Files.createDirectory(workspace.resolve("small"));
        execute("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", small.toString());
        try {
            Cli.Run run = cli.copy(source, small.resolve("target"));
            assertThat(ended(run, 1, "failed").path("error").path("message").asText())
                    .contains("no room for TARGET: 7.8 MiB are needed in blocks of 4.0 KiB");
            assertThat(run.stderr()).doesNotContain("CreateVssBackupComponents");
        } finally {
            execute("umount", small.toString());
        }
    }

    @Test
    void aFileSystemThatCannotHoldAsManyFiles_isSaidToo() throws IOException, InterruptedException {
        assumeTrue(isRoot(), "only root can mount a small file system");
        for (int i = 0; i < 100; i++) {
            Files.createSymbolicLink(source.resolve("link" + i), Path.of("nowhere"));
        }
        Path small = Files.createDirectory(workspace.resolve("small"));
        execute("mount", "-t", "tmpfs", "-o", "size=64m,nr_inodes=100", "tmpfs", small.toString());
        try {
            Cli.Run run = cli.copy(source, small.resolve("target"));
            assertThat(ended(run, 1, "failed").path("error").path("message").asText())
                    .startsWith("no room for TARGET: 10")
                    .contains(" files, folders and links are to be made, and the file system of " + small
                            + " has room for 99 more");
            assertThat(run.stderr()).doesNotContain("CreateVssBackupComponents");
        } finally {
            execute("umount", small.toString());
        }
    }

    /** Each of two copies on one disk has room there, and both have not. */
    @Test
    void aDiskThatIsTooSmallForBothCopies_isSaidToo() throws IOException, InterruptedException {
        assumeTrue(isRoot(), "only root can mount a small file system");
        Path small = Files.createDirectory(workspace.resolve("small"));
        Files.write(source.resolve("large"), new byte[1 << 20]);
        execute("mount", "-t", "tmpfs", "-o", "size=1700k", "tmpfs", small.toString());
        try {
            Cli.Run run = cli.start(List.of(
                    "copy", source.toString(), small.resolve("t") + "", "--json", "--state", small.resolve("s") + ""));
            assertThat(ended(run, 1, "failed").path("error").path("message").asText())
                    .contains("no room for TARGET and the simulator's copy: 2.0 MiB are needed");
        } finally {
            execute("umount", small.toString());
        }
    }

    @Test
    void volumesInOneAnother_needTheirRoomOnce() throws IOException, InterruptedException {
        assumeTrue(isRoot(), "only root can mount a small file system");
        Path small = Files.createDirectory(workspace.resolve("small"));
        Path inner = Files.createDirectory(source.resolve("inner"));
        Files.write(inner.resolve("large"), new byte[2 << 20]);
        execute("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", small.toString());
        try {
            Cli.Run run = cli.start(List.of(
                    "run",
                    "--volume",
                    source.toString(),
                    "--volume",
                    inner.toString(),
                    "--state",
                    small.resolve("s") + "",
                    "--",
                    "true"));
            assertThat(run.exitCode()).as(run.stderr()).isZero();
        } finally {
            execute("umount", small.toString());
        }
    }

    private static boolean isRoot() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }

    private static void execute(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as("%s", List.of(command))
                .isZero();
    }
}
