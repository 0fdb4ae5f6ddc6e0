package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.testing.Mount;
import org.vss4j.testing.OnLinux;
import org.vss4j.testing.OnPosix;

/** Paths that a shell hands over: which ones are taken, which ones are surely a mistake, and where output goes. */
@OnPosix
class ArgumentsIT {
    @TempDir
    Path workspace;

    private Path source;
    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        workspace = workspace.toRealPath();
        source = Files.createDirectory(workspace.resolve("source"));
        Files.writeString(source.resolve("file"), "contents");
        folder = Files.createDirectory(workspace.resolve("folder"));
        Files.writeString(folder.resolve("precious"), "precious");
    }

    @Test
    void anEmptyPath_isRefused() throws IOException {
        assertUsage("copy ../source '' --overwrite --json", "'' names nothing: write . for the current folder");
        assertUsage("copy '' ../target --overwrite --json", "'' names nothing");
        assertUsage("copy ../source ../target --state '' --json", "'' names nothing");
    }

    /** False would be taken for the absence of the option, and JSON would not come that a program waits for. */
    @Test
    void anOptionWithoutAValue_takesNone() throws IOException {
        assertUsage("copy ../source ../target --json=true", "'--json=true': --json takes no value");
        assertUsage("copy ../source ../target --json=false", "'--json=false': --json takes no value");
        assertUsage("copy ../source ../target --json --overwrite=", "'--overwrite=': --overwrite takes no value");
        assertUsage("run --json --verbose=true -- true", "'--verbose=true': --verbose takes no value");
        Cli.Run program = inFolder("run --volume ../source --state ../state -- echo --json=true");
        assertThat(program.stdoutAtEnd()).isEqualTo("--json=true\n");
    }

    @Test
    void theCurrentFolder_isNotReplaced() throws IOException {
        for (String target : List.of(".", "../folder", "$PWD", "./.")) {
            assertUsage(
                    "copy ../source " + target + " --overwrite --json",
                    "TARGET " + folder + " is the current folder or around it");
        }
    }

    @Test
    void aTargetOfInvalidBytes_isRefused() throws IOException {
        assertUsage("copy ../source \"$(printf 't\\377')\" --json", "has bytes that are not valid in");
    }

    @Test
    void aTargetWithAMountPointInIt_isRefusedBeforeAnythingIsMoved() throws IOException {
        assumeTrue((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0, "only root can mount");
        Path point = Files.createDirectories(workspace.resolve("old target/a point"));
        assertThat(shell("mount -t tmpfs tmpfs '" + point + "'").exitCode()).isZero();
        try {
            assertUsage("copy ../source '../old target' --overwrite --json", point + " is a mount point");
        } finally {
            assertThat(shell("umount '" + point + "'").exitCode()).isZero();
        }
    }

    /** The same folders by other names, which nothing but what they are tells. */
    @Test
    @OnLinux
    void foldersThatAreMountedAtASecondPlace_areKnown() throws Exception {
        Path place = Files.createDirectory(workspace.resolve("place"));
        Files.createDirectory(workspace.resolve("state"));
        Mount mount = Mount.bind(workspace, place);
        try {
            String places = " --overwrite --json --state ../state";
            assertUsage("copy ../source ../place/source" + places, "SOURCE and TARGET are the same");
            assertUsage("copy ../source ../place/source/target" + places, "is inside SOURCE");
            assertUsage("copy ../place/source/file ../source" + places, "is inside TARGET");
            assertUsage("copy ../source ../place/folder" + places, "is the current folder or around it");
            assertUsage("copy ../source ../place/state" + places, "and the state folder");
            assertUsage("copy ../source ../place/state/target" + places, "contain one another");
        } finally {
            mount.unmount();
        }
        assertThat(folder.resolve("precious")).hasContent("precious");
        assertThat(source.resolve("file")).hasContent("contents");
    }

    @Test
    void aStateFolderThatIsReachedByALink_isNotReplaced() throws IOException {
        Path target = Files.createDirectory(workspace.resolve("target"));
        Files.createSymbolicLink(workspace.resolve("link"), target);
        assertUsage("copy ../source ../target --overwrite --state ../link/state --json", "contain one another");
    }

    @Test
    void theStateFolderInSource_reachedByALink_isNoPartOfTheCopy() throws IOException {
        Files.createSymbolicLink(workspace.resolve("link"), source);
        Cli.Run run = inFolder("copy ../source ../target --state ../link/state --json");
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(workspace.resolve("target/file")).hasContent("contents");
        assertThat(workspace.resolve("target/state")).doesNotExist();
    }

    @Test
    void dotsAfterALink_leadWhereTheSystemSaysTheyLead() throws IOException {
        Path elsewhere = Files.createDirectories(workspace.resolve("elsewhere/deep"));
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        Cli.Run run = inFolder("copy ../source link/../copied --state ../state");
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(workspace.resolve("elsewhere/copied/file")).hasContent("contents");
        assertThat(folder.resolve("copied")).doesNotExist();
    }

    @Test
    void aNameOfTwoLines_isOneLineInEveryMessage() throws IOException {
        Cli.Run missing = inFolder("copy \"$(printf 'a\\nb')\" ../target --state ../state");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.stderr()).isEqualTo("vss4j: SOURCE a\\x0Ab does not exist\n");
        Cli.Run done = inFolder("copy ../source \"$(printf 'a\\nb')\" --state ../state");
        assertThat(done.exitCode()).as(done.stderr()).isZero();
        assertThat(done.stdout().lines())
                .singleElement()
                .asString()
                .endsWith(", to " + folder.toRealPath() + "/a\\x0Ab");
    }

    @Test
    void whatStdoutDoesNotTake_isAnError() throws IOException {
        for (String command : List.of(
                "copy ../source ../one --state ../state --overwrite --json",
                "copy ../source ../two --state ../state --overwrite",
                "explain 0x80042316",
                "--help",
                "--version")) {
            for (String out : List.of(" > /dev/full", " >&-")) {
                Cli.Run run = inFolder(command + out);
                assertThat(run.exitCode()).as(command + out).isEqualTo(1);
                assertThat(run.stderr()).endsWith("vss4j: stdout could not be written\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nosuch --help", "--help nosuch", "--nosuch --help", "nosuch --version"})
    void anUnknownCommand_isRefused_alsoWhereHelpIsAskedFor(String arguments) {
        Cli.Run run = inFolder(arguments);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.stdout()).isEmpty();
        assertThat(run.stderr()).contains("nosuch'").endsWith(" (see vss4j --help)\n");
    }

    @Test
    void anArgumentThatBeginsWithAt_isNoFileOfArguments() throws IOException {
        Files.writeString(folder.resolve("source"), "nonsense --overwrite");
        Files.writeString(Files.createDirectory(folder.resolve("@source")).resolve("file"), "contents");
        Cli.Run run = inFolder("copy @source ../target --state ../state");
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(workspace.resolve("target/file")).hasContent("contents");
    }

    /** What comes behind -- is the program's, also where the rest is refused. */
    @Test
    void anOptionOfAProgram_isNotOurs() throws IOException {
        String refused = "run --volume nosuch --retry never --state ../state ";
        Cli.Run theirs = inFolder(refused + "-- curl --json '{}'");
        assertThat(theirs.exitCode()).isEqualTo(2);
        assertThat(theirs.stdout()).isEmpty();
        assertThat(theirs.stderr()).contains("--retry");
        Cli.Run ours = inFolder(refused + "--json -- curl");
        assertThat(ours.exitCode()).isEqualTo(2);
        assertThat(ours.json().path("outcome").asText()).isEqualTo("usage");
    }

    @Test
    void anOptionOfAProgram_withoutTheDashes_isToldToNeedThem() throws IOException {
        String advice = "-- goes before the program and its arguments";
        assertUsage("run --volume ../source --json sh -c 'exit 3'", advice);
        Cli.Run ours = inFolder("run --volume ../source --nosuch -- sh -c 'exit 3'");
        assertThat(ours.exitCode()).isEqualTo(2);
        assertThat(ours.stderr()).contains("--nosuch").doesNotContain(advice);
    }

    @Test
    void anArgumentOfInvalidBytesForAProgram_isRefused() throws IOException {
        assertUsage(
                "run --volume ../source --json --state ../state -- touch \"$(printf 't\\377')\"",
                "has bytes that are not valid in");
    }

    private void assertUsage(String arguments, String message) throws IOException {
        Cli.Run run = inFolder(arguments + (arguments.contains("--state") ? "" : " --state ../state"));
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(2);
        assertThat(run.json().path("error").path("message").asText()).contains(message);
        assertThat(folder.resolve("precious")).hasContent("precious");
        assertThat(source.resolve("file")).hasContent("contents");
    }

    @Test
    void aStateFolderOfAnotherUser_isRefused() throws IOException {
        assumeTrue((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0, "only root can give folders away");
        Path state = Files.createDirectory(workspace.resolve("state"));
        assertThat(shell("chown 65534 '" + state + "'").exitCode()).isZero();
        Cli.Run run = inFolder("copy ../source ../target --state ../state");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stderr())
                .isEqualTo("vss4j: can't keep state in " + state
                        + ": it belongs to nobody, and this is root: choose another\n");
    }

    /** Runs the command line with arguments as a shell reads them, in a folder that is worth something. */
    private Cli.Run inFolder(String arguments) {
        String java = Cli.java();
        return shell("cd '" + folder + "' && exec '" + java + "' -XX:+UseSerialGC -Dvss4j.terminal=0 -jar '"
                + Path.of(Cli.jar()).toAbsolutePath() + "' " + arguments);
    }

    private Cli.Run shell(String command) {
        return new Cli(workspace).variable("LC_ALL", "C.UTF-8").startCommand(List.of("sh", "-c", command));
    }
}
