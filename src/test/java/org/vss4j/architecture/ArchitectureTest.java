package org.vss4j.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    private static final Path SOURCES = Path.of("src/main/java/org/vss4j");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.vss4j");

    @Test
    void allClassesAreRead() {
        assertThat(classes).hasSizeGreaterThan(100);
    }

    @Test
    void dependenciesPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("cli")
                .definedBy("org.vss4j.cli..")
                .layer("simulator")
                .definedBy("org.vss4j.simulator..")
                .layer("requester")
                .definedBy("org.vss4j.requester..")
                .layer("operation")
                .definedBy("org.vss4j")
                .layer("com")
                .definedBy("org.vss4j.internal.com..")
                .layer("comserver")
                .definedBy("org.vss4j.internal.comserver..")
                .layer("files")
                .definedBy("org.vss4j.internal.files..")
                .layer("writer")
                .definedBy("org.vss4j.writer..")
                .layer("trace")
                .definedBy("org.vss4j.internal.trace..")
                .layer("bindings")
                .definedBy("org.vss4j.internal.bindings..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("simulator")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("requester")
                .mayOnlyBeAccessedByLayers("cli", "simulator")
                .whereLayer("operation")
                .mayOnlyBeAccessedByLayers("cli", "simulator", "requester")
                .whereLayer("comserver")
                .mayOnlyBeAccessedByLayers("simulator")
                .whereLayer("files")
                .mayOnlyBeAccessedByLayers("cli", "simulator", "requester")
                .whereLayer("com")
                .mayOnlyBeAccessedByLayers("cli", "simulator", "requester", "operation", "comserver")
                .whereLayer("writer")
                .mayNotAccessAnyLayer()
                .whereLayer("trace")
                .mayNotAccessAnyLayer()
                .whereLayer("bindings")
                .mayOnlyBeAccessedByLayers("requester", "com", "comserver")
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
                .orShould()
                .haveSimpleName("StderrLoggerFinder")
                .check(classes);
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
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            List<Path> all =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(all).hasSizeGreaterThan(100);
            return all.stream()
                    .filter(file -> pattern.matcher(read(file)).find())
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
