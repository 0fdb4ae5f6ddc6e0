package org.vss4j;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.VssCall;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.ScriptedAsync;

/** Compiles the samples of the README as they stand there, and runs them. */
@ExtendWith(NothingLeftBehind.class)
@EnabledIf(value = "hasCompiler", disabledReason = "a runtime image has no compiler for the samples")
class ReadmeTest {
    static boolean hasCompiler() {
        return ToolProvider.getSystemJavaCompiler() != null;
    }

    private static final Pattern FENCE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String IMPORTS = """
            import java.nio.file.*;
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.CancellationException;
            import org.vss4j.*;
            import org.vss4j.requester.*;
            import org.vss4j.simulator.*;
            import org.vss4j.writer.*;
            """;

    @TempDir
    static Path classes;

    @TempDir
    Path folder;

    private static String readme = "";
    private static Class<?> samples = Object.class;

    @BeforeAll
    static void compile() throws Exception {
        readme = Files.readString(Path.of("README.md"));
        List<String> blocks = new ArrayList<>();
        Matcher matcher = FENCE.matcher(readme);
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        assertThat(blocks).hasSize(4);
        Path source = classes.resolve("Samples.java");
        Files.writeString(
                source,
                IMPORTS + "public class Samples {\n" + String.join("\n", blocks).replace("static ", "public static ")
                        + "}\n");
        StringWriter problems = new StringWriter();
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "--release",
                    "22",
                    "-Xlint:all",
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(problems, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(problems.toString()).isTrue();
        }
        URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, ReadmeTest.class.getClassLoader());
        samples = loader.loadClass("Samples");
    }

    @Test
    void theFirstSample_isOfAboutFifteenLines_andCopiesAFrozenFile() throws Exception {
        assertThat(FENCE.matcher(readme)
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1)
                        .lines())
                .hasSizeLessThanOrEqualTo(15);
        Path volume = Files.createDirectory(folder.resolve("volume"));
        Files.writeString(volume.resolve("file"), "contents");
        InputStream stdin = System.in;
        // Nobody presses Enter.
        System.setIn(InputStream.nullInputStream());
        try (VssSimulator simulator = simulator(volume)) {
            Path target = folder.resolve("target");
            method("copyFrozen").invoke(null, simulator.vss(), volume.resolve("file"), target);
            assertThat(target).hasContent("contents");
        } finally {
            System.setIn(stdin);
        }
    }

    @Test
    void theFirstSample_isCancelledByEnter() throws Exception {
        Path volume = Files.createDirectory(folder.resolve("volume"));
        Files.writeString(volume.resolve("file"), "contents");
        InputStream stdin = System.in;
        System.setIn(new ByteArrayInputStream("\n".getBytes(US_ASCII)));
        try (VssSimulator simulator = VssSimulator.builder()
                .volume(volume)
                .state(folder.resolve("state"))
                .fault(VssMethod.DO_SNAPSHOT_SET, new Fault.Hangs())
                .build()) {
            Path target = folder.resolve("target");
            method("copyFrozen").invoke(null, simulator.vss(), volume.resolve("file"), target);
            assertThat(target).doesNotExist();
            assertThat(simulator.isSnapshotSetInProgress()).isFalse();
        } finally {
            System.setIn(stdin);
        }
    }

    @Test
    void theSecondSample_tellsTheOutcomesApart() throws Exception {
        ScriptedAsync finished = new ScriptedAsync();
        finished.finish();
        assertThat(describe(finished)).startsWith("finished in time: Finished");
        ScriptedAsync failed = new ScriptedAsync();
        failed.end(HResult.VSS_E_PROVIDER_VETO);
        assertThat(describe(failed)).startsWith("failed: VSS_E_PROVIDER_VETO. ");
    }

    private static String describe(ScriptedAsync server) throws Exception {
        try (AsyncOperation operation = AsyncOperation.adopt(server.pointer(), Arena.global())) {
            return (String) method("describe").invoke(null, operation);
        }
    }

    @Test
    void theSimulatorsSample_runs() throws Exception {
        Path volume = Files.createDirectory(folder.resolve("volume"));
        List<?> calls = (List<?>) method("testYourBackup").invoke(null, volume, folder.resolve("state"));
        assertThat(calls).hasOnlyElementsOfType(VssCall.class);
        assertThat(calls.getFirst()).hasToString("CreateVssBackupComponents: S_OK");
        assertThat(calls.getLast()).hasToString("AbortBackup: S_OK");
    }

    @Test
    void theWritersSample_runs() throws Exception {
        Path volume = Files.createDirectory(folder.resolve("volume"));
        Path document = folder.resolve("backup.xml");
        try (VssSimulator simulator = VssSimulator.builder()
                .volume(volume)
                .state(folder.resolve("state"))
                .writer(SimulatedWriter.database("SqlServerWriter"))
                .build()) {
            method("backUpDatabase").invoke(null, simulator.vss(), volume, document);
        }
        assertThat(document).content().contains("componentName=\"orders\"", "backupSucceeded=\"yes\"");
    }

    @Test
    void theTestCommand_isWhatCiRuns() throws IOException {
        assertThat(readme).contains("```\nmvn verify\n```");
        assertThat(Files.readAllLines(Path.of(".ci/run"))).anyMatch(line -> line.startsWith("mvn verify "));
    }

    @Test
    void theTableOfCancel_namesEveryOutcome() {
        for (Class<?> outcome : CancelOutcome.class.getPermittedSubclasses()) {
            assertThat(readme).contains("`" + outcome.getSimpleName());
        }
    }

    private VssSimulator simulator(Path volume) throws IOException {
        return VssSimulator.builder()
                .volume(volume)
                .state(folder.resolve("state"))
                .build();
    }

    private static Method method(String name) {
        return Arrays.stream(samples.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
