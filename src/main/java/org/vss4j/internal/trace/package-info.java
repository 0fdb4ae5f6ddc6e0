/** Internal: what sessions do, as lines of the log with the session's number and as events of the JDK's Flight Recorder. */
@NullMarked
package org.vss4j.internal.trace;

import org.jspecify.annotations.NullMarked;
