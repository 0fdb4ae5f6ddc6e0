package org.vss4j.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of what only the calls of Linux do: elsewhere it is skipped, and says why. It leaves no descriptor open. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
        value = "org.vss4j.internal.posix.Posix#isAvailable",
        disabledReason = "It is about the calls of Linux, on x86-64 and aarch64")
@ExtendWith(NoDescriptorLeft.class)
public @interface OnLinux {}
