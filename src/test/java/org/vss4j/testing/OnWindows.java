package org.vss4j.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of what only Windows has. Elsewhere the build leaves it out by its tag; who runs it there all the same is told why
 * it is skipped. Inherited, as the condition is: that looks for the annotation on the class that runs.
 */
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("on-windows")
@ExtendWith(OnWindowsCondition.class)
public @interface OnWindows {
    /** Whose vssapi.dll the system has to have. */
    enum Service {
        ANY,
        /** That of src/test/native, on the drive and with the store that {@link TestDrive} names. */
        OF_TESTS
    }

    Service value() default Service.ANY;
}
