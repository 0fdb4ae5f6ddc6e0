package org.vss4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is in the jars that the build makes. */
class PackagingIT {
    private static final Path LIBRARY = Path.of(System.getProperty("vss4j.jar"));
    private static final Path COMMAND_LINE = Path.of(System.getProperty("vss4j.cli.jar"));

    private static List<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> !name.endsWith("/"))
                    .toList();
        }
    }

    private static Path sources(Path jar) {
        return jar.resolveSibling(jar.getFileName().toString().replace(".jar", "-sources.jar"));
    }

    @Test
    void theLibraryKnowsNothingOfTheCommandLine() throws IOException {
        assertThat(entries(LIBRARY))
                .contains("module-info.class", "org/vss4j/requester/Vss.class")
                .noneMatch(name -> name.contains("/cli/") || name.startsWith("META-INF/services"));
        ModuleDescriptor module =
                ModuleFinder.of(LIBRARY).find("org.vss4j").orElseThrow().descriptor();
        assertThat(module.requires().stream()
                        .filter(required -> !required.modifiers().contains(Requires.Modifier.MANDATED)))
                .allMatch(required -> required.modifiers().equals(Set.of(Requires.Modifier.STATIC)))
                .extracting(Requires::name)
                .containsExactlyInAnyOrder("jdk.jfr", "org.jspecify");
        assertThat(module.exports().stream().map(ModuleDescriptor.Exports::source))
                .containsExactlyInAnyOrder(
                        "org.vss4j", "org.vss4j.requester", "org.vss4j.simulator", "org.vss4j.writer");
    }

    @Test
    void theCommandLineHasTheLibraryAndItsOwnLibrariesInside() throws IOException {
        List<String> entries = entries(COMMAND_LINE);
        assertThat(entries)
                .doesNotHaveDuplicates()
                .containsAll(entries(LIBRARY).stream()
                        .filter(name -> name.startsWith("org/"))
                        .collect(Collectors.toList()))
                .contains(
                        "org/vss4j/cli/Main.class",
                        "META-INF/services/java.lang.System$LoggerFinder",
                        "picocli/CommandLine.class",
                        "me/tongfei/progressbar/ProgressBar.class",
                        "com/fasterxml/jackson/core/JsonFactory.class")
                .noneMatch(name -> name.endsWith("module-info.class"));
        try (JarFile jar = new JarFile(COMMAND_LINE.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Main-Class")).isEqualTo("org.vss4j.cli.Main");
            assertThat(manifest.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
            assertThat(manifest.getValue("Multi-Release")).isEqualTo("true");
        }
    }

    @Test
    void theSourcesOfBothAreThere() throws IOException {
        assertThat(entries(sources(LIBRARY)))
                .contains("module-info.java", "org/vss4j/requester/Vss.java")
                .noneMatch(name -> name.contains("/cli/"));
        assertThat(entries(sources(COMMAND_LINE)))
                .contains("org/vss4j/cli/Main.java", "org/vss4j/cli/output/Report.java")
                .noneMatch(name -> name.contains("/requester/"));
    }
}
