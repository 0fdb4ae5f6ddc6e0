package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Function;
import org.vss4j.internal.bindings.IVssWMComponentVtbl;
import org.vss4j.internal.bindings.Vssapi;
import org.vss4j.writer.ComponentDependency;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.WriterComponent;

/** The one vtable of all {@link WriterComponentServer}s. */
final class WriterComponentFace {
    static final MemorySegment VTABLE = vtable();

    private WriterComponentFace() {}

    private static MemorySegment vtable() {
        // The stubs live as long as the process, like the code of a library: no pointer to them can dangle.
        Arena arena = Arena.global();
        MemorySegment vtable = arena.allocate(IVssWMComponentVtbl.layout());
        Vtables.fill(vtable, arena);
        IVssWMComponentVtbl.GetComponentInfo(
                vtable,
                IVssWMComponentVtbl.GetComponentInfo.allocate(
                        (self, out) -> Upcall.give(
                                self,
                                WriterComponentServer.class,
                                "GetComponentInfo",
                                object -> out.set(ADDRESS, 0, ComponentInfo.of(object.component)),
                                out),
                        arena));
        IVssWMComponentVtbl.FreeComponentInfo(
                vtable, IVssWMComponentVtbl.FreeComponentInfo.allocate(WriterComponentFace::freeInfo, arena));
        IVssWMComponentVtbl.GetFile(
                vtable,
                IVssWMComponentVtbl.GetFile.allocate(
                        (self, index, out) -> file(self, "GetFile", index, out, WriterComponent::files), arena));
        IVssWMComponentVtbl.GetDatabaseFile(
                vtable,
                IVssWMComponentVtbl.GetDatabaseFile.allocate(
                        (self, index, out) -> file(self, "GetDatabaseFile", index, out, WriterComponent::databaseFiles),
                        arena));
        IVssWMComponentVtbl.GetDatabaseLogFile(
                vtable,
                IVssWMComponentVtbl.GetDatabaseLogFile.allocate(
                        (self, index, out) ->
                                file(self, "GetDatabaseLogFile", index, out, WriterComponent::databaseLogFiles),
                        arena));
        IVssWMComponentVtbl.GetDependency(
                vtable, IVssWMComponentVtbl.GetDependency.allocate(WriterComponentFace::dependency, arena));
        return vtable;
    }

    private static int freeInfo(MemorySegment self, MemorySegment info) {
        return Upcall.call(self, WriterComponentServer.class, "FreeComponentInfo", unused -> {
            ComponentInfo.free(info);
            return Vssapi.S_OK();
        });
    }

    private static int file(
            MemorySegment self,
            String method,
            int index,
            MemorySegment out,
            Function<WriterComponent, List<FileSet>> files) {
        return Upcall.call(
                self,
                WriterComponentServer.class,
                method,
                object -> Upcall.item(files.apply(object.component), index, out, FileSetServer::new));
    }

    private static int dependency(MemorySegment self, int index, MemorySegment out) {
        return Upcall.call(self, WriterComponentServer.class, "GetDependency", object -> {
            List<ComponentDependency> dependencies = object.component.dependencies();
            return Upcall.item(dependencies, index, out, DependencyServer::new);
        });
    }
}
