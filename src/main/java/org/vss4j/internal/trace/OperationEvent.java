package org.vss4j.internal.trace;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** An asynchronous operation, from the call that begins it until its end is seen. */
@Name("org.vss4j.Operation")
@Label("Operation")
@Category("vss4j")
@Description("An asynchronous operation, from the call that begins it until its end is seen")
@StackTrace(false)
final class OperationEvent extends Event {
    /** To ask whether someone records. */
    static final OperationEvent PROBE = new OperationEvent();

    @Label("Method")
    @Description("The method that began the operation, as Microsoft names it")
    @Nullable
    String method;

    @Label("Outcome")
    @Description("finished, failed, cancelled; or closed, before its end was seen")
    String outcome = "";

    @Label("HRESULT")
    @Description("The operation's last status")
    @Nullable
    String hresult;

    @Label("HRESULT Name")
    @Nullable
    String hresultName;

    @Label("Session")
    @Description("The session's number in this process; 0 for operations outside of sessions")
    long session;
}
