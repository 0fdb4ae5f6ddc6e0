package org.vss4j.internal.comserver;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.vss4j.internal.bindings.IVssWMDependencyVtbl;
import org.vss4j.internal.com.Guid;

/** The one vtable of all {@link DependencyServer}s. */
final class DependencyFace {
    static final MemorySegment VTABLE = vtable();

    private DependencyFace() {}

    private static MemorySegment vtable() {
        Stubs stubs = Vtables.STUBS;
        MemorySegment vtable = stubs.allocate(IVssWMDependencyVtbl.layout(), 1);
        Vtables.fill(vtable, stubs);
        IVssWMDependencyVtbl.GetWriterId(
                vtable,
                stubs.make(
                        IVssWMDependencyVtbl.GetWriterId.Function.class,
                        IVssWMDependencyVtbl.GetWriterId.descriptor(),
                        (self, out) ->
                                give(self, "GetWriterId", out, object -> Guid.set(out, object.dependency.writerId()))));
        IVssWMDependencyVtbl.GetLogicalPath(
                vtable,
                stubs.make(
                        IVssWMDependencyVtbl.GetLogicalPath.Function.class,
                        IVssWMDependencyVtbl.GetLogicalPath.descriptor(),
                        (self, out) -> give(
                                self,
                                "GetLogicalPath",
                                out,
                                object -> BinaryStrings.give(object.dependency.logicalPath(), out))));
        IVssWMDependencyVtbl.GetComponentName(
                vtable,
                stubs.make(
                        IVssWMDependencyVtbl.GetComponentName.Function.class,
                        IVssWMDependencyVtbl.GetComponentName.descriptor(),
                        (self, out) -> give(
                                self,
                                "GetComponentName",
                                out,
                                object -> BinaryStrings.give(object.dependency.componentName(), out))));
        return vtable;
    }

    private static int give(MemorySegment self, String method, MemorySegment out, Consumer<DependencyServer> put) {
        return Upcall.give(self, DependencyServer.class, method, put, out);
    }
}
