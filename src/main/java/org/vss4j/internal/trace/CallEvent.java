package org.vss4j.internal.trace;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A call of COM. */
@Name("org.vss4j.ComCall")
@Label("COM Call")
@Category("vss4j")
@Description("A call of a method of the Volume Shadow Copy Service, or of COM")
@StackTrace(false)
public final class CallEvent extends Event {
    /** To ask whether someone records. */
    static final CallEvent PROBE = new CallEvent();

    @Label("Method")
    @Description("Interface and method, as Microsoft names them")
    String method = "";

    @Label("HRESULT")
    @Description("What the method returned; none of methods that return a count")
    @Nullable
    String hresult;

    @Label("HRESULT Name")
    @Nullable
    String hresultName;

    @Label("Session")
    @Description("The session's number in this process; 0 for calls outside of sessions")
    long session;
}
