package org.vss4j.internal.comserver;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.bindings.Vssapi;

/** The way from an upcall stub to the object that is called. Nothing that goes wrong on it crosses back into native code. */
final class Upcall {
    private Upcall() {}

    /** A method of an object, which returns an HRESULT. */
    interface Method<T> {
        int call(T object);
    }

    /** Calls a method of the object that a pointer leads to. */
    static <T extends ComServer> int call(MemorySegment self, Class<T> type, String method, Method<T> body) {
        try {
            ComServer object = ObjectTable.find(self);
            return type.isInstance(object) ? body.call(type.cast(object)) : notThere(object, method);
        } catch (Throwable e) {
            Violations.report(method, e);
            return Vssapi.E_UNEXPECTED();
        }
    }

    /** Reports a call that finds no object of the kind. */
    static int notThere(@Nullable ComServer object, String method) {
        Violations.report(
                object == null
                        ? method + " on an object whose last reference is gone"
                        : method + " on an object that has no such method: " + object);
        return Vssapi.E_UNEXPECTED();
    }
}
