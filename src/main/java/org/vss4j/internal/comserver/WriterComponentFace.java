package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;

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
        Stubs stubs = Vtables.STUBS;
        MemorySegment vtable = stubs.allocate(IVssWMComponentVtbl.layout(), 1);
        Vtables.fill(vtable, stubs);
        IVssWMComponentVtbl.GetComponentInfo(
                vtable,
                stubs.make(
                        IVssWMComponentVtbl.GetComponentInfo.Function.class,
                        IVssWMComponentVtbl.GetComponentInfo.descriptor(),
                        (self, out) -> Upcall.give(
                                self,
                                WriterComponentServer.class,
                                "GetComponentInfo",
                                object -> out.set(ADDRESS, 0, ComponentInfo.of(object.component)),
                                out)));
        IVssWMComponentVtbl.FreeComponentInfo(
                vtable,
                stubs.make(
                        IVssWMComponentVtbl.FreeComponentInfo.Function.class,
                        IVssWMComponentVtbl.FreeComponentInfo.descriptor(),
                        WriterComponentFace::freeInfo));
        IVssWMComponentVtbl.GetFile(
                vtable,
                stubs.make(
                        IVssWMComponentVtbl.GetFile.Function.class,
                        IVssWMComponentVtbl.GetFile.descriptor(),
                        (self, index, out) -> file(self, "GetFile", index, out, WriterComponent::files)));
        IVssWMComponentVtbl.GetDatabaseFile(
                vtable,
                stubs.make(
                        IVssWMComponentVtbl.GetDatabaseFile.Function.class,
                        IVssWMComponentVtbl.GetDatabaseFile.descriptor(),
                        (self, index, out) ->
                                file(self, "GetDatabaseFile", index, out, WriterComponent::databaseFiles)));
        IVssWMComponentVtbl.GetDatabaseLogFile(
                vtable,
                stubs.make(
                        IVssWMComponentVtbl.GetDatabaseLogFile.Function.class,
                        IVssWMComponentVtbl.GetDatabaseLogFile.descriptor(),
                        (self, index, out) ->
                                file(self, "GetDatabaseLogFile", index, out, WriterComponent::databaseLogFiles)));
        IVssWMComponentVtbl.GetDependency(
                vtable,
                stubs.make(
                        IVssWMComponentVtbl.GetDependency.Function.class,
                        IVssWMComponentVtbl.GetDependency.descriptor(),
                        WriterComponentFace::dependency));
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
