package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.function.BiConsumer;
import org.vss4j.internal.bindings.IVssWMFiledescVtbl;
import org.vss4j.writer.FileSet;

/** The one vtable of all {@link FileSetServer}s. */
final class FileSetFace {
    static final MemorySegment VTABLE = vtable();

    private FileSetFace() {}

    private static MemorySegment vtable() {
        Stubs stubs = Vtables.STUBS;
        MemorySegment vtable = stubs.allocate(IVssWMFiledescVtbl.layout(), 1);
        Vtables.fill(vtable, stubs);
        IVssWMFiledescVtbl.GetPath(
                vtable,
                stubs.make(
                        IVssWMFiledescVtbl.GetPath.Function.class,
                        IVssWMFiledescVtbl.GetPath.descriptor(),
                        (self, out) ->
                                give(self, "GetPath", out, (files, to) -> BinaryStrings.give(files.path(), to))));
        IVssWMFiledescVtbl.GetFilespec(
                vtable,
                stubs.make(
                        IVssWMFiledescVtbl.GetFilespec.Function.class,
                        IVssWMFiledescVtbl.GetFilespec.descriptor(),
                        (self, out) -> give(
                                self, "GetFilespec", out, (files, to) -> BinaryStrings.give(files.fileSpec(), to))));
        IVssWMFiledescVtbl.GetRecursive(
                vtable,
                stubs.make(
                        IVssWMFiledescVtbl.GetRecursive.Function.class,
                        IVssWMFiledescVtbl.GetRecursive.descriptor(),
                        (self, out) -> give(
                                self,
                                "GetRecursive",
                                out,
                                (files, to) -> to.set(JAVA_BYTE, 0, (byte) (files.recursive() ? 1 : 0)))));
        IVssWMFiledescVtbl.GetAlternateLocation(
                vtable,
                stubs.make(
                        IVssWMFiledescVtbl.GetAlternateLocation.Function.class,
                        IVssWMFiledescVtbl.GetAlternateLocation.descriptor(),
                        (self, out) -> give(
                                self,
                                "GetAlternateLocation",
                                out,
                                (files, to) -> BinaryStrings.give(files.alternateLocation(), to))));
        IVssWMFiledescVtbl.GetBackupTypeMask(
                vtable,
                stubs.make(
                        IVssWMFiledescVtbl.GetBackupTypeMask.Function.class,
                        IVssWMFiledescVtbl.GetBackupTypeMask.descriptor(),
                        (self, out) -> give(
                                self,
                                "GetBackupTypeMask",
                                out,
                                (files, to) -> to.set(JAVA_INT, 0, files.backupTypeMask()))));
        return vtable;
    }

    private static int give(
            MemorySegment self, String method, MemorySegment out, BiConsumer<FileSet, MemorySegment> put) {
        return Upcall.give(self, FileSetServer.class, method, object -> put.accept(object.files, out), out);
    }
}
