package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
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

    /** Calls a method that does nothing but give; E_INVALIDARG if an out-parameter is NULL. */
    static <T extends ComServer> int give(
            MemorySegment self, Class<T> type, String method, Consumer<T> body, MemorySegment... outs) {
        return call(self, type, method, object -> {
            if (anyNull(outs)) {
                return Vssapi.E_INVALIDARG();
            }
            body.accept(object);
            return Vssapi.S_OK();
        });
    }

    static boolean anyNull(MemorySegment... outs) {
        return Arrays.stream(outs).anyMatch(out -> out.address() == 0);
    }

    /** Gives an object for the item with an index; VSS_E_OBJECT_NOT_FOUND if there is none. */
    static <T> int item(List<T> items, int index, MemorySegment out, Function<T, ComServer> object) {
        if (out.address() == 0) {
            return Vssapi.E_INVALIDARG();
        }
        if (index < 0 || index >= items.size()) {
            return Vssapi.VSS_E_OBJECT_NOT_FOUND();
        }
        out.set(ADDRESS, 0, object.apply(items.get(index)).pointer());
        return Vssapi.S_OK();
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
