package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.Vssapi;
import org.vss4j.internal.com.Guid;

/** The stubs' side of IUnknown, the same for every kind of object. */
final class UnknownFace {
    private UnknownFace() {}

    static int queryInterface(MemorySegment self, MemorySegment id, MemorySegment out) {
        return Upcall.call(self, ComServer.class, "QueryInterface", object -> {
            if (out.address() == 0 || id.address() == 0) {
                return Vssapi.E_POINTER();
            }
            if (!object.implementsInterface(Guid.get(id))) {
                out.set(ADDRESS, 0, MemorySegment.NULL);
                return Vssapi.E_NOINTERFACE();
            }
            object.addRef();
            out.set(ADDRESS, 0, object.pointer());
            return Vssapi.S_OK();
        });
    }

    static int addRef(MemorySegment self) {
        return Upcall.call(self, ComServer.class, "AddRef", ComServer::addRef);
    }

    static int release(MemorySegment self) {
        return Upcall.call(self, ComServer.class, "Release", ComServer::release);
    }
}
