package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.internal.files.ChildJvm;
import org.vss4j.testing.OnPosix;

/** The launcher, and what depends on where its output goes. */
@OnPosix
class LauncherIT {
    private static final String LAUNCHER =
            Path.of("scripts/vss4j").toAbsolutePath().toString();

    @TempDir
    Path workspace;

    @Test
    void withoutAFittingJdk_oneLineSaysWhatWasLookedForAndWhere() throws IOException {
        Path old = Files.createDirectories(workspace.resolve("jdk-17/bin"));
        Path java = Files.writeString(old.resolve("java"), "#!/bin/sh\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(workspace.resolve("jdk-17/release"), "JAVA_VERSION=\"17.0.1\"\n");
        Cli.Run run = new Cli(workspace)
                .emptyEnvironment()
                .variable("HOME", workspace.toString())
                .variable("PATH", old + ":/usr/bin:/bin")
                .variable("JAVA_HOME", workspace.resolve("jdk-17").toString())
                .variable("VSS4J_JDK_PLACES", workspace + "/jdk-*")
                .startCommand(List.of(LAUNCHER, "--version"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stderr().lines()).hasSize(1);
        assertThat(run.stderr())
                .contains("no JDK 22 or later found")
                .contains("JAVA_HOME (" + workspace.resolve("jdk-17") + ")")
                .contains("PATH")
                .contains(workspace + "/jdk-*");
    }

    /** Root may have the environment of another, who could put there what he likes. */
    @Test
    void aJdkInTheHomeOfAnother_isNotRun() throws IOException {
        assumeTrue((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0, "only root can give folders away");
        Path home = Files.createDirectory(workspace.resolve("home"));
        Path jdk = home.resolve(".jdks/jdk-99");
        Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho this is the JDK in HOME\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"99\"\n");
        assertThat(withHome(home).stdoutAtEnd()).isEqualTo("this is the JDK in HOME\n");
        Files.setAttribute(home, "unix:uid", 65534);
        assertThat(withHome(home).stdout()).doesNotContain("this is the JDK in HOME");
    }

    private Cli.Run withHome(Path home) {
        Cli.Run run = new Cli(workspace)
                .emptyEnvironment()
                .variable("HOME", home.toString())
                .variable("PATH", "/usr/bin:/bin")
                .variable("VSS4J_JAR", Cli.jar())
                .variable("XDG_CACHE_HOME", "/dev/null")
                .startCommand(List.of(LAUNCHER, "--version"));
        int unused = run.exitCode();
        return run;
    }

    /** It is none that names files in UTF-8, which the JVM needs; what a shell sets by itself is no matter of ours. */
    @ParameterizedTest
    @ValueSource(strings = {"", "LC_ALL=POSIX", "LC_ALL=", "LANG=C"})
    void aProgramGetsTheUsersOwnEnvironment(String locale) throws IOException {
        Path volume = Files.createDirectory(workspace.resolve("volume"));
        Cli cli = new Cli(workspace)
                .emptyEnvironment()
                .variable("JAVA_HOME", System.getProperty("java.home"))
                .variable("VSS4J_JAR", Cli.jar())
                .variable("XDG_CACHE_HOME", "/dev/null")
                .variable("OWN", "value");
        int equals = locale.indexOf('=');
        if (equals > 0) {
            cli.variable(locale.substring(0, equals), locale.substring(equals + 1));
        }
        List<String> expected = new ArrayList<>(List.of(
                "JAVA_HOME=" + System.getProperty("java.home"),
                "OWN=value",
                "PATH=" + System.getenv("PATH"),
                "VSS4J_JAR=" + Cli.jar(),
                "XDG_CACHE_HOME=/dev/null"));
        if (equals > 0) {
            expected.add(locale);
        }
        String state = workspace.resolve("state").toString();
        assertThat(cli.startCommand(
                                List.of(LAUNCHER, "run", "--volume", volume.toString(), "--state", state, "--", "env"))
                        .stdoutAtEnd()
                        .lines()
                        .filter(line ->
                                !line.matches("(PWD|OLDPWD|SHLVL|_|VSS4J_(SET_ID|(COPY|DEVICE|ID|VOLUME)(_1)?))=.*")))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** The build is one that only brings the jar of this one. */
    @Test
    void aJarThatAKilledBuildLeft_isBuiltAnew() throws IOException {
        Path project = Files.createDirectories(workspace.resolve("project"));
        for (String folder : List.of("scripts", "src/main", "src/cli", "target", "bin")) {
            Files.createDirectories(project.resolve(folder));
        }
        Files.copy(Path.of(LAUNCHER), project.resolve("scripts/vss4j"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createFile(project.resolve("pom.xml"));
        Path jar = project.resolve("target/vss4j-1-cli.jar");
        Files.write(jar, Arrays.copyOf(Files.readAllBytes(Path.of(Cli.jar())), 10_000));
        Path maven = Files.writeString(
                project.resolve("bin/mvn"),
                "#!/bin/sh\ncp '" + Path.of(Cli.jar()).toAbsolutePath() + "' '" + jar + "'\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        List<String> command = List.of(project.resolve("scripts/vss4j").toString(), "--version");
        Cli cli = new Cli(workspace)
                .variable("JAVA_HOME", System.getProperty("java.home"))
                .variable("PATH", maven.getParent() + ":" + System.getenv("PATH"));
        Cli.Run first = cli.startCommand(command);
        assertThat(first.exitCode()).as(first.stderr()).isZero();
        assertThat(first.stderr()).isEqualTo("vss4j: building the command line\n");
        Cli.Run second = cli.startCommand(command);
        assertThat(second.exitCode()).as(second.stderr()).isZero();
        assertThat(second.stderr()).isEmpty();
    }

    @Test
    void aTerminalThatDoesNotKnowItsSize_isOne() throws IOException {
        Path source = Files.createDirectory(workspace.resolve("source"));
        String command = LAUNCHER + " copy " + source + " " + workspace.resolve("target") + " --state "
                + workspace.resolve("state");
        Cli.Run run = launcher(List.of("script", "-qec", "stty cols 0 rows 0; " + command, "/dev/null"));
        assertThat(run.exitCode()).as(run.stdout()).isZero();
        assertThat(run.stdout())
                .contains("\rvss4j: counting what is to be copied\r")
                .contains(" taking a shadow copy: 0 of 0 files\r");
    }

    /** The JVM would look after its file of counters, and stay there. */
    @Test
    void aFolderThatTheUserMayPassButNotRead_isTheCurrentOneNevertheless() throws IOException {
        assumeTrue(ChildJvm.isRoot(), "left out: only root can become another user");
        Path folder = Files.createDirectory(workspace.resolve("passed"));
        Path volume = Files.createDirectory(folder.resolve("volume"));
        Path jar = Files.copy(Path.of(Cli.jar()), folder.resolve("cli.jar"));
        Cli.openToAll(workspace);
        Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Path launcher =
                Files.copy(Path.of(LAUNCHER), workspace.resolve("launcher"), StandardCopyOption.COPY_ATTRIBUTES);
        String command = "cd '" + folder + "' && exec setpriv --reuid=65534 --regid=65534 --clear-groups '" + launcher
                + "' run --volume volume --state '" + workspace.resolve("users") + "' -- pwd -P";
        Cli.Run run = new Cli(workspace)
                .variable("VSS4J_JAR", jar.toString())
                .variable("JAVA_HOME", System.getProperty("java.home"))
                .variable("HOME", workspace.toString())
                .startCommand(List.of("sh", "-c", command));
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(run.stdout()).isEqualTo(folder.toRealPath() + "\n");
    }

    @Test
    void theVersionIsPrinted() {
        Cli.Run run = launcher(List.of(LAUNCHER, "--version"));
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(run.stdout()).startsWith("vss4j 0.").contains("Java ");
        assertThat(run.stderr()).isEmpty();
    }

    @Test
    void helpIsPrinted() {
        assertThat(launcher(List.of(LAUNCHER, "--help")).stdoutAtEnd())
                .contains("copy")
                .contains("explain");
        assertThat(launcher(List.of(LAUNCHER, "copy", "--help")).stdoutAtEnd())
                .contains("SOURCE")
                .contains("--timeout");
    }

    @Test
    void theThreeWaysToWriteACode_explainTheSame() {
        String byNumber = launcher(List.of(LAUNCHER, "explain", "0x80042316")).stdoutAtEnd();
        assertThat(byNumber)
                .startsWith("VSS_E_SNAPSHOT_SET_IN_PROGRESS (0x80042316)\n")
                .contains("meaning:")
                .contains("advice:")
                .contains("retry:   in a few seconds");
        assertThat(launcher(List.of(LAUNCHER, "explain", "VSS_E_SNAPSHOT_SET_IN_PROGRESS"))
                        .stdoutAtEnd())
                .isEqualTo(byNumber);
        assertThat(launcher(List.of(LAUNCHER, "explain", "2147754774")).stdoutAtEnd())
                .isEqualTo(byNumber);
    }

    @Test
    void anUnknownCodeIsTakenApart_andNonsenseRefused() {
        Cli.Run unknown = launcher(List.of(LAUNCHER, "explain", "0x8004ABCD"));
        assertThat(unknown.exitCode()).isZero();
        assertThat(unknown.stdout())
                .contains("failure")
                .contains("FACILITY_ITF")
                .contains("0xABCD");
        Cli.Run nonsense = launcher(List.of(LAUNCHER, "explain", "nonsense"));
        assertThat(nonsense.exitCode()).isEqualTo(2);
        assertThat(nonsense.stderr().lines()).hasSize(1);
        assertThat(nonsense.stderr()).contains("'nonsense' is neither the name of an HRESULT nor a 32-bit number");
    }

    @Test
    void onATerminalThereIsABar_withPhaseFilesBytesRateAndTimeLeft() throws IOException {
        Path source = Files.createDirectory(workspace.resolve("source"));
        for (int i = 0; i < 40; i++) {
            // Large, but without blocks of their own on the disk.
            try (RandomAccessFile file =
                    new RandomAccessFile(source.resolve("file" + i).toFile(), "rw")) {
                file.setLength(32 << 20);
            }
        }
        String command = LAUNCHER + " copy " + source + " " + workspace.resolve("target") + " --state "
                + workspace.resolve("state");
        Cli.Run run = launcher(List.of("script", "-qec", "stty cols 120; " + command, "/dev/null"));
        assertThat(run.exitCode()).as(run.stdout()).isZero();
        assertThat(run.stdout())
                .contains("\r")
                .containsPattern("taking a shadow copy")
                .containsPattern("copying: \\d+ of 40 files")
                .containsPattern("\\d+/1280 MiB")
                .containsPattern("\\d MiB/s")
                .containsPattern("\\(\\d:\\d\\d:\\d\\d / (\\?|\\d:\\d\\d:\\d\\d)\\)");
    }

    @Test
    void inAPipeThereIsNoBar() throws IOException {
        Path source = Files.createDirectory(workspace.resolve("source"));
        Files.writeString(source.resolve("file"), "contents");
        Cli.Run run = launcher(List.of(
                LAUNCHER,
                "copy",
                source.toString(),
                workspace.resolve("target").toString(),
                "--state",
                workspace.resolve("state").toString()));
        assertThat(run.exitCode()).isZero();
        assertThat(run.stderr()).doesNotContain("\r").contains("vss4j: copying\n");
        assertThat(run.stdout()).startsWith("Copied 1 files, 8 bytes, as they were at ");
    }

    private Cli.Run launcher(List<String> command) {
        return new Cli(workspace)
                .variable("JAVA_HOME", System.getProperty("java.home"))
                .variable("VSS4J_JAR", Cli.jar())
                // No folder: nothing is left in the user's, and nothing runs on.
                .variable("XDG_CACHE_HOME", "/dev/null")
                .startCommand(command);
    }
}
