package org.vss4j.windows;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vss4j.testing.OnWindows;

/** On a machine in use, tests of the system's service would make and delete shadow copies of its own. */
class OnWindowsTest {
    @Test
    void everyTestOfTheSystemsService_asksForThatOfTheTests() {
        List<Class<?>> tests = new ClassFileImporter()
                        .importPackages(SystemServiceTest.class.getPackageName())
                        .that(assignableTo(SystemServiceTest.class).and(not(modifier(ABSTRACT))))
                        .stream()
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();
        assertThat(tests).contains(RefusalTest.class).hasSizeGreaterThan(4);
        assertThat(tests)
                .allSatisfy(test -> assertThat(findAnnotation(test, OnWindows.class))
                        .hasValueSatisfying(
                                annotation -> assertThat(annotation.value()).isEqualTo(OnWindows.Service.OF_TESTS)));
    }
}
