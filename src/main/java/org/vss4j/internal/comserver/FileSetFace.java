package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.BiConsumer;
import org.vss4j.internal.bindings.IVssWMFiledescVtbl;
import org.vss4j.writer.FileSet;

/** The one vtable of all {@link FileSetServer}s. */
final class FileSetFace {
    static final MemorySegment VTABLE = vtable();

    private FileSetFace() {}

    private static MemorySegment vtable() {
        // The stubs live as long as the process, like the code of a library: no pointer to them can dangle.
        Arena arena = Arena.global();
        MemorySegment vtable = arena.allocate(IVssWMFiledescVtbl.layout());
        Vtables.fill(vtable, arena);
        IVssWMFiledescVtbl.GetPath(
                vtable,
                IVssWMFiledescVtbl.GetPath.allocate(
                        (self, out) -> give(self, "GetPath", out, (files, to) -> BinaryStrings.give(files.path(), to)),
                        arena));
        IVssWMFiledescVtbl.GetFilespec(
                vtable,
                IVssWMFiledescVtbl.GetFilespec.allocate(
                        (self, out) ->
                                give(self, "GetFilespec", out, (files, to) -> BinaryStrings.give(files.fileSpec(), to)),
                        arena));
        IVssWMFiledescVtbl.GetRecursive(
                vtable,
                IVssWMFiledescVtbl.GetRecursive.allocate(
                        (self, out) -> give(
                                self,
                                "GetRecursive",
                                out,
                                (files, to) -> to.set(JAVA_BYTE, 0, (byte) (files.recursive() ? 1 : 0))),
                        arena));
        IVssWMFiledescVtbl.GetAlternateLocation(
                vtable,
                IVssWMFiledescVtbl.GetAlternateLocation.allocate(
                        (self, out) -> give(
                                self,
                                "GetAlternateLocation",
                                out,
                                (files, to) -> BinaryStrings.give(files.alternateLocation(), to)),
                        arena));
        IVssWMFiledescVtbl.GetBackupTypeMask(
                vtable,
                IVssWMFiledescVtbl.GetBackupTypeMask.allocate(
                        (self, out) -> give(
                                self,
                                "GetBackupTypeMask",
                                out,
                                (files, to) -> to.set(JAVA_INT, 0, files.backupTypeMask())),
                        arena));
        return vtable;
    }

    private static int give(
            MemorySegment self, String method, MemorySegment out, BiConsumer<FileSet, MemorySegment> put) {
        return Upcall.give(self, FileSetServer.class, method, object -> put.accept(object.files, out), out);
    }
}
