/**
 * What sessions do, as lines of the log with the session's number and as events of the JDK's Flight Recorder. It depends on
 * nothing but the JDK, and does without {@code jdk.jfr}. Not here: when to log, and what.
 */
@NullMarked
package org.vss4j.internal.trace;

import org.jspecify.annotations.NullMarked;
