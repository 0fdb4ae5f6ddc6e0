package org.vss4j.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The rules of the house that a compiler does not check. One instance, which goes with all that was read: a heap that keeps
 * it makes the collections slow that later tests wait for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
    private static final Path SOURCES = Path.of("src");
    private static final Path LIBRARY = Path.of("target/classes");
    private static final Path COMMAND_LINE = Path.of("target/cli-classes");
    private static final String ROOT = "org.vss4j";

    /** Whom each package may depend on, by their names behind {@link #ROOT}; "" is that itself. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry(
                    "cli",
                    Set.of(
                            "",
                            "cli.output",
                            "requester",
                            "simulator",
                            "writer",
                            "internal.access",
                            "internal.com",
                            "internal.copy",
                            "internal.files",
                            "internal.posix",
                            "internal.state",
                            "internal.windows")),
            Map.entry("cli.output", Set.of("", "internal.files", "requester", "writer")),
            Map.entry(
                    "simulator",
                    Set.of(
                            "",
                            "requester",
                            "writer",
                            "internal.access",
                            "internal.com",
                            "internal.com.read",
                            "internal.comserver",
                            "internal.copy",
                            "internal.files",
                            "internal.state",
                            "internal.trace",
                            "internal.windows")),
            Map.entry(
                    "requester",
                    Set.of(
                            "",
                            "writer",
                            "internal.access",
                            "internal.bindings",
                            "internal.com",
                            "internal.com.read",
                            "internal.com.slots",
                            "internal.files",
                            "internal.state",
                            "internal.trace",
                            "internal.windows")),
            Map.entry("", Set.of("internal.com", "internal.com.slots", "internal.trace", "internal.windows")),
            Map.entry("writer", Set.of()),
            Map.entry("internal.access", Set.of()),
            Map.entry("internal.bindings", Set.of()),
            Map.entry(
                    "internal.com",
                    Set.of("internal.bindings", "internal.com.slots", "internal.trace", "internal.windows")),
            Map.entry(
                    "internal.com.read",
                    Set.of("internal.bindings", "internal.com", "internal.com.slots", "internal.windows", "writer")),
            Map.entry("internal.com.slots", Set.of("internal.bindings", "internal.trace")),
            Map.entry(
                    "internal.comserver",
                    Set.of(
                            "internal.bindings",
                            "internal.com",
                            "internal.com.read",
                            "internal.trace",
                            "internal.windows",
                            "writer")),
            Map.entry("internal.copy", Set.of("internal.files", "internal.posix")),
            Map.entry("internal.files", Set.of("internal.posix", "internal.windows")),
            Map.entry("internal.posix", Set.of()),
            Map.entry("internal.state", Set.of("internal.files", "internal.posix", "internal.windows")),
            Map.entry("internal.trace", Set.of()),
            Map.entry("internal.windows", Set.of("internal.bindings", "internal.trace")));

    private final JavaClasses classes = new ClassFileImporter().importPaths(LIBRARY, COMMAND_LINE);

    @Test
    void allClassesAreRead() throws IOException {
        for (Path root : List.of(LIBRARY, COMMAND_LINE)) {
            try (Stream<Path> files = Files.walk(root)) {
                long written = files.filter(file -> file.toString().endsWith(".class"))
                        .filter(file -> !file.endsWith("module-info.class"))
                        .count();
                assertThat(written).as(root.toString()).isPositive();
                assertThat(classes.stream()
                                .filter(type -> type.getSource().isPresent())
                                .filter(type -> type.getSource()
                                        .get()
                                        .getUri()
                                        .getPath()
                                        .startsWith(root.toUri().getPath())))
                        .as(root.toString())
                        .hasSize((int) written);
            }
        }
    }

    /** No arrow is missing here, and none stands here that is not drawn any more. */
    @Test
    void dependenciesPointDown() {
        Map<String, Set<String>> drawn = new TreeMap<>();
        for (JavaClass type : classes) {
            Set<String> targets = drawn.computeIfAbsent(room(type), name -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith(ROOT))
                    .map(ArchitectureTest::room)
                    .filter(room -> !room.equals(room(type)))
                    .forEach(targets::add);
        }
        assertThat(drawn).isEqualTo(ARROWS);
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    }

    @Test
    void packagesMakeNoCircle() {
        slices().matching("(**)").should().beFreeOfCycles().check(classes);
    }

    /** The command line looks through the library's public face, but for files; and for what {@code doctor} looks at. */
    @Test
    void onlyTheDoctorAsksForTheApartment() {
        noClasses()
                .that()
                .resideInAPackage("org.vss4j.cli..")
                .and()
                .doNotHaveSimpleName("MachineChecks")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.vss4j.internal.com..")
                .check(classes);
    }

    @Test
    void theBindingsAreUsedByOneClassOfTheRequester() {
        noClasses()
                .that()
                .resideInAPackage("org.vss4j.requester..")
                .and()
                .doNotHaveSimpleName("BackupObject")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.vss4j.internal.bindings..")
                .check(classes);
    }

    @Test
    void nativeMemoryIsTouchedInFewPlaces() {
        noClasses()
                .that(not(resideInAPackage("org.vss4j.internal..")))
                .and()
                .doNotHaveFullyQualifiedName("org.vss4j.AsyncOperation")
                .and()
                .doNotHaveFullyQualifiedName("org.vss4j.AsyncReference")
                .and()
                .haveNameNotMatching("org\\.vss4j\\.requester\\.BackupObject(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(classes);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.vss4j.cli..", "org.vss4j.internal.bindings..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(classes);
    }

    @Test
    void theLibraryNeedsNothingAtRunTime() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.vss4j.cli..", "org.vss4j.internal.trace..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("org.vss4j..", "java..", "org.jspecify..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("org.vss4j.internal.trace..")
                .should()
                .dependOnClassesThat()
                // The Flight Recorder, which FlightRecorderIT does without.
                .resideOutsideOfPackages("org.vss4j..", "java..", "org.jspecify..", "jdk.jfr..")
                .check(classes);
    }

    /** What travels in its jar, and the JDK. */
    @Test
    void theCommandLineUsesItsOwnLibrariesAlone() {
        noClasses()
                .that()
                .resideInAPackage("org.vss4j.cli..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "org.vss4j..",
                        "java..",
                        "com.sun.security.auth.module..",
                        "org.jspecify..",
                        "picocli..",
                        "me.tongfei.progressbar..",
                        "com.fasterxml.jackson.core..")
                .check(classes);
    }

    /** Those of IVssAsync are recorded by their caller, who knows the session. */
    @Test
    void everyCallOfASlotIsRecorded() {
        List<JavaMethod> slots = classes.stream()
                .filter(type -> type.getPackageName().equals("org.vss4j.internal.com.slots"))
                .filter(type -> type.getSimpleName().endsWith("Slots")
                        && !type.getSimpleName().equals("AsyncSlots"))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> calls(method, "invoke") || calls(method, "invokeExact"))
                .toList();
        assertThat(slots).hasSizeGreaterThan(60);
        assertThat(slots).allMatch(method -> calls(method, "ended") || calls(method, "counted"));
    }

    private static boolean calls(JavaMethod method, String name) {
        return method.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTarget().getName().equals(name));
    }

    @Test
    void whatIsPublicInTheCommandLine_isWhatTheJvmNeeds() {
        classes()
                .that()
                .resideInAPackage("org.vss4j.cli")
                .and()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .should()
                .haveSimpleName("Main")
                .check(classes);
    }

    /** Whoever opens a class that is longer than most reads first why it is. */
    @Test
    void noClassIsLongWithoutAReason() throws IOException {
        for (Path file : sources(Path.of("src/main/java"), Path.of("src/cli/java"), Path.of("src/test/java"))) {
            String text = read(file);
            assertThat(text.lines().count() <= 400 || text.contains("Long, for "))
                    .as("%s is longer than 400 lines: its comment says \"Long, for …\", or it is split", file)
                    .isTrue();
        }
    }

    /** The formatter sees each folder of sources. */
    @Test
    void allSourcesAreFormatted() throws IOException {
        String build = Files.readString(Path.of("pom.xml"));
        try (Stream<Path> folders = Files.list(SOURCES)) {
            assertThat(folders.map(folder -> folder.resolve("java"))
                            .filter(Files::isDirectory)
                            .map(folder -> folder.toString().replace('\\', '/'))
                            .map(folder -> "<include>" + folder + "/**/*.java</include>"))
                    .hasSize(3)
                    .allSatisfy(include -> assertThat(build).contains(include));
        }
    }

    @Test
    void everyPackageSaysWhatItIsFor_andWhatDoesNotBelongThere() throws IOException {
        Set<Path> packages = new TreeSet<>();
        for (Path file : sources(Path.of("src/main/java/org"), Path.of("src/cli/java"))) {
            packages.add(Objects.requireNonNull(file.getParent()));
        }
        for (Path folder : packages) {
            Path info = folder.resolve("package-info.java");
            if (folder.endsWith("bindings")) {
                continue;
            }
            assertThat(info).exists();
            assertThat(read(info)).as(folder.toString()).containsPattern("Not here:");
        }
    }

    /** A collector would wait for a critical call, and a call of COM may take minutes. */
    @Test
    void noCallIsCritical() throws IOException {
        assertThat(sourcesWith("Linker\\.Option\\.critical|\\bcritical\\(")).isEmpty();
    }

    @Test
    void nobodySleeps() throws IOException {
        assertThat(sourcesWith("Thread\\.sleep\\(")).isEmpty();
    }

    private static List<Path> sourcesWith(String regex) throws IOException {
        Pattern pattern = Pattern.compile(regex);
        return sources(Path.of("src/main/java"), Path.of("src/cli/java")).stream()
                .filter(file -> pattern.matcher(read(file)).find())
                .toList();
    }

    /** The sources that are not generated. */
    private static List<Path> sources(Path... roots) throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                List<Path> found = files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.toString().contains("bindings"))
                        .toList();
                assertThat(found).as(root.toString()).hasSizeGreaterThan(30);
                all.addAll(found);
            }
        }
        return all;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
