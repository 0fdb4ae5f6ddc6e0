package org.vss4j.internal.comserver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.vss4j.internal.bindings.IVssWMDependencyVtbl;
import org.vss4j.internal.com.Guid;

/** The one vtable of all {@link DependencyServer}s. */
final class DependencyFace {
    static final MemorySegment VTABLE = vtable();

    private DependencyFace() {}

    private static MemorySegment vtable() {
        // The stubs live as long as the process, like the code of a library: no pointer to them can dangle.
        Arena arena = Arena.global();
        MemorySegment vtable = arena.allocate(IVssWMDependencyVtbl.layout());
        Vtables.fill(vtable, arena);
        IVssWMDependencyVtbl.GetWriterId(
                vtable,
                IVssWMDependencyVtbl.GetWriterId.allocate(
                        (self, out) ->
                                give(self, "GetWriterId", out, object -> Guid.set(out, object.dependency.writerId())),
                        arena));
        IVssWMDependencyVtbl.GetLogicalPath(
                vtable,
                IVssWMDependencyVtbl.GetLogicalPath.allocate(
                        (self, out) -> give(
                                self,
                                "GetLogicalPath",
                                out,
                                object -> BinaryStrings.give(object.dependency.logicalPath(), out)),
                        arena));
        IVssWMDependencyVtbl.GetComponentName(
                vtable,
                IVssWMDependencyVtbl.GetComponentName.allocate(
                        (self, out) -> give(
                                self,
                                "GetComponentName",
                                out,
                                object -> BinaryStrings.give(object.dependency.componentName(), out)),
                        arena));
        return vtable;
    }

    private static int give(MemorySegment self, String method, MemorySegment out, Consumer<DependencyServer> put) {
        return Upcall.give(self, DependencyServer.class, method, put, out);
    }
}
