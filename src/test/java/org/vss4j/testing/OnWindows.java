package org.vss4j.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of what only Windows has. Elsewhere it is skipped, and the report says why. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
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
