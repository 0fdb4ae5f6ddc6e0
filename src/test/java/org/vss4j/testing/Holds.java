package org.vss4j.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The rules of VSS that a test holds, by their numbers in {@code rules.tsv}: it fails where one of them is broken. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Holds {
    /** The numbers of the rules. */
    int[] value();
}
