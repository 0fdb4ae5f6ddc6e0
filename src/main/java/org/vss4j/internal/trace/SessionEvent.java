package org.vss4j.internal.trace;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A session, from its first call until it is closed. */
@Name("org.vss4j.Session")
@Label("Session")
@Category("vss4j")
@Description("A session, from its first call until it is closed")
@StackTrace(false)
final class SessionEvent extends Event {
    /** To ask whether someone records. */
    static final SessionEvent PROBE = new SessionEvent();

    @Label("Session")
    @Description("The session's number in this process")
    long session;

    @Label("Context")
    @Description("The context of its shadow copies, as Microsoft names it")
    String context = "";

    @Label("Outcome")
    @Description("How far it had come when it was closed")
    String outcome = "";
}
