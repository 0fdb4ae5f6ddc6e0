package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.vss4j.testing.Eventually.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.testing.OnPosix;

/** The AOT cache that the launcher keeps, which nobody is to notice but for the time it saves. */
@OnPosix
class LauncherCacheIT {
    /** In how many parts a cache is divided, to damage it between them. */
    private static final int PLACES = 8;

    private static final String LAUNCHER =
            Path.of("scripts/vss4j").toAbsolutePath().toString();
    private static final String HOME = System.getProperty("java.home");
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @TempDir
    Path workspace;

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void itIsMadeInTheBackground_andUsedFromThenOn() throws IOException {
        assertQuiet(launch(HOME, Cli.jar(), ""));
        awaitCaches(1);
        assertThat(isUsed()).isTrue();
    }

    /** Whether the command line's classes come from the cache; if not, from the jar. */
    private boolean isUsed() throws IOException {
        Path log = workspace.resolve("classes.txt");
        assertQuiet(launch(HOME, Cli.jar(), "-Xlog:class+load:file=" + log));
        List<String> lines = Files.readAllLines(log);
        assertThat(lines).anyMatch(line -> line.contains("org.vss4j.cli.Main source: "));
        return lines.stream().anyMatch(line -> line.contains("org.vss4j.cli.Main source: shared objects file"));
    }

    /** The JVM runs what is in it. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void oneThatOthersCanChange_isNotUsed() throws IOException {
        assertQuiet(launch(HOME, Cli.jar(), ""));
        Path cache = awaitCaches(1).getFirst();
        Path folder = workspace.resolve("cache");
        for (Path place : List.of(cache, folder.resolve("vss4j"), folder, workspace)) {
            Set<PosixFilePermission> before = Files.getPosixFilePermissions(place);
            for (PosixFilePermission right :
                    List.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE)) {
                Set<PosixFilePermission> more = EnumSet.copyOf(before);
                more.add(right);
                Files.setPosixFilePermissions(place, more);
                assertThat(isUsed()).as("%s: %s", place, right).isFalse();
            }
            Files.setPosixFilePermissions(place, before);
        }
        assertThat(isUsed()).isTrue();
        Path elsewhere = Files.move(cache, workspace.resolve("elsewhere"));
        Files.createSymbolicLink(cache, elsewhere);
        assertThat(isUsed()).isFalse();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void oneOfAnother_isNotUsed() throws IOException {
        assumeTrue((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0, "only root can give files away");
        assertQuiet(launch(HOME, Cli.jar(), ""));
        Path cache = awaitCaches(1).getFirst();
        for (Path place : List.of(cache, workspace.resolve("cache/vss4j"), workspace.resolve("cache"))) {
            Files.setAttribute(place, "unix:uid", 65534);
            assertThat(isUsed()).as(place.toString()).isFalse();
            Files.setAttribute(place, "unix:uid", 0);
        }
        assertThat(isUsed()).isTrue();
    }

    @Test
    void inTheFolderOfAnother_noneIsMade() throws IOException {
        assumeTrue((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0, "only root can give files away");
        Path folder = Files.createDirectory(workspace.resolve("cache"));
        Files.setAttribute(folder, "unix:uid", 65534);
        assertQuiet(launch(HOME, Cli.jar(), ""));
        within(DEADLINE, "what is made in the background is over", () -> !isBeingMade(folder));
        assertThat(folder).isEmptyDirectory();
    }

    /** It would be made for nothing, since the JVM does not get it. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void inAFolderInWhichOthersCanWrite_noneIsMade() throws IOException {
        Path folder = Files.createDirectories(workspace.resolve("cache").resolve("vss4j"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
        assertQuiet(launch(HOME, Cli.jar(), ""));
        within(DEADLINE, "what is made in the background is over", () -> !isBeingMade(workspace.resolve("cache")));
        assertThat(folder).isEmptyDirectory();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertQuiet(launch(HOME, Cli.jar(), ""));
        awaitCaches(1);
    }

    /** A launcher is at work that has this folder in its environment. */
    private static boolean isBeingMade(Path folder) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes.anyMatch(process -> {
                try {
                    return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
                            .contains("XDG_CACHE_HOME=" + folder + "\0");
                } catch (IOException e) {
                    return false;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the specification of the variable has it. */
    @Test
    void aRelativeFolder_isNone() throws IOException {
        Cli.Run run = new Cli(workspace)
                .variable("JAVA_HOME", HOME)
                .variable("VSS4J_JAR", Path.of(Cli.jar()).toAbsolutePath().toString())
                .variable("HOME", "/dev/null")
                .variable("XDG_CACHE_HOME", "cache")
                .startCommand(List.of("sh", "-c", "cd '" + workspace + "' && exec '" + LAUNCHER + "' --version"));
        assertQuiet(run);
        within(DEADLINE, "what is made in the background is over", () -> !isBeingMade(Path.of("cache")));
        assertThat(workspace.resolve("cache")).doesNotExist();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void aChangedJar_getsAnother_andTheOldOneGoes() throws IOException {
        Path jar = Files.copy(Path.of(Cli.jar()), workspace.resolve("a jar.jar"));
        assertQuiet(launch(HOME, jar.toString(), ""));
        Path first = awaitCaches(1).getFirst();
        Files.copy(Path.of(Cli.jar()), jar, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        assertQuiet(launch(HOME, jar.toString(), ""));
        within(DEADLINE, "another cache is there", () -> !caches().contains(first));
        awaitCaches(1);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void launchesAtOnce_doNotDisturbOneAnother() throws IOException {
        IntStream.range(0, 4)
                .mapToObj(i -> launch(HOME, Cli.jar(), ""))
                .toList()
                .forEach(LauncherCacheIT::assertQuiet);
        awaitCaches(1);
        assertQuiet(launch(HOME, Cli.jar(), ""));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void oneThatIsDamaged_isIgnored() throws IOException {
        assertQuiet(launch(HOME, Cli.jar(), ""));
        Path cache = awaitCaches(1).getFirst();
        byte[] whole = Files.readAllBytes(cache);
        Files.write(cache, new byte[whole.length]);
        assertQuiet(launch(HOME, Cli.jar(), ""));
        Files.write(cache, List.of("no cache"));
        assertQuiet(launch(HOME, Cli.jar(), ""));
        for (int place = 1; place < PLACES; place++) {
            byte[] damaged = whole.clone();
            damaged[whole.length / PLACES * place]++;
            Files.write(cache, damaged);
            Files.setLastModifiedTime(cache, FileTime.fromMillis(0));
            assertQuiet(launch(HOME, Cli.jar(), ""));
        }
    }

    @Test
    void aFolderThatCannotBeMade_isIgnored() throws IOException {
        Files.writeString(workspace.resolve("cache"), "not a folder");
        assertQuiet(launch(HOME, Cli.jar(), ""));
        assertThat(workspace.resolve("cache")).hasContent("not a folder");
    }

    @Test
    void anOlderJdk_getsNone() throws IOException {
        assertThat(optionsOf(24)).doesNotContain("AOT");
        assertThat(workspace.resolve("cache")).doesNotExist();
    }

    /** What a JDK of a version is started with, which only prints it. */
    private String optionsOf(int version) throws IOException {
        Path jdk = workspace.resolve("jdk-" + version);
        Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return launch(jdk.toString(), Cli.jar(), "").stdoutAtEnd();
    }

    private Cli.Run launch(String jdk, String jar, String options) {
        return new Cli(workspace)
                .variable("JAVA_HOME", jdk)
                .variable("VSS4J_JAR", jar)
                .variable("VSS4J_JAVA_OPTS", options)
                .variable("XDG_CACHE_HOME", workspace.resolve("cache").toString())
                .startCommand(List.of(LAUNCHER, "--version"));
    }

    private static void assertQuiet(Cli.Run run) {
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(run.stdout().lines()).hasSize(2);
        assertThat(run.stdout()).startsWith("vss4j 0.");
        assertThat(run.stderr()).isEmpty();
    }

    /** Waits until there are so many caches, and nothing else: what makes them has ended. */
    private List<Path> awaitCaches(int count) {
        within(DEADLINE, "the cache has been made", () -> {
            List<Path> files = caches();
            return files.size() == count
                    && files.stream().allMatch(file -> file.toString().endsWith(".aot"));
        });
        return caches();
    }

    private List<Path> caches() {
        Path folder = workspace.resolve("cache/vss4j");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
