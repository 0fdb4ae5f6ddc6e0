package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.vss4j.internal.bindings.IVssComponentEx2Vtbl;
import org.vss4j.internal.bindings.Vssapi;

/** The one vtable of all {@link ComponentServer}s. What a session does not read returns E_NOTIMPL. */
final class ComponentFace {
    static final MemorySegment VTABLE = vtable();

    private ComponentFace() {}

    private static MemorySegment vtable() {
        Stubs stubs = Vtables.STUBS;
        MemorySegment vtable = stubs.allocate(IVssComponentEx2Vtbl.layout(), 1);
        Vtables.fill(vtable, stubs);
        IVssComponentEx2Vtbl.GetLogicalPath(
                vtable,
                stubs.make(
                        IVssComponentEx2Vtbl.GetLogicalPath.Function.class,
                        IVssComponentEx2Vtbl.GetLogicalPath.descriptor(),
                        (self, out) -> give(
                                self,
                                "GetLogicalPath",
                                out,
                                object -> BinaryStrings.give(object.component.logicalPath(), out))));
        IVssComponentEx2Vtbl.GetComponentType(
                vtable,
                stubs.make(
                        IVssComponentEx2Vtbl.GetComponentType.Function.class,
                        IVssComponentEx2Vtbl.GetComponentType.descriptor(),
                        (self, out) -> give(
                                self,
                                "GetComponentType",
                                out,
                                object -> out.set(JAVA_INT, 0, object.component.type()))));
        IVssComponentEx2Vtbl.GetComponentName(
                vtable,
                stubs.make(
                        IVssComponentEx2Vtbl.GetComponentName.Function.class,
                        IVssComponentEx2Vtbl.GetComponentName.descriptor(),
                        (self, out) -> give(
                                self,
                                "GetComponentName",
                                out,
                                object -> BinaryStrings.give(object.component.name(), out))));
        IVssComponentEx2Vtbl.GetBackupStamp(
                vtable,
                stubs.make(
                        IVssComponentEx2Vtbl.GetBackupStamp.Function.class,
                        IVssComponentEx2Vtbl.GetBackupStamp.descriptor(),
                        ComponentFace::backupStamp));
        IVssComponentEx2Vtbl.GetFailure(
                vtable,
                stubs.make(
                        IVssComponentEx2Vtbl.GetFailure.Function.class,
                        IVssComponentEx2Vtbl.GetFailure.descriptor(),
                        ComponentFace::failure));
        return vtable;
    }

    private static int give(MemorySegment self, String method, MemorySegment out, Consumer<ComponentServer> put) {
        return Upcall.give(self, ComponentServer.class, method, put, out);
    }

    private static int backupStamp(MemorySegment self, MemorySegment out) {
        return Upcall.call(self, ComponentServer.class, "GetBackupStamp", object -> {
            if (out.address() == 0) {
                return Vssapi.E_INVALIDARG();
            }
            String stamp = object.component.backupStamp();
            BinaryStrings.give(stamp, out);
            return stamp.isEmpty() ? Vssapi.S_FALSE() : Vssapi.S_OK();
        });
    }

    private static int failure(
            MemorySegment self,
            MemorySegment failure,
            MemorySegment applicationError,
            MemorySegment applicationMessage,
            MemorySegment reserved) {
        return Upcall.give(
                self,
                ComponentServer.class,
                "GetFailure",
                object -> {
                    failure.set(JAVA_INT, 0, object.component.failure());
                    applicationError.set(JAVA_INT, 0, object.component.applicationError());
                    BinaryStrings.give(object.component.applicationMessage(), applicationMessage);
                    reserved.set(JAVA_INT, 0, 0);
                },
                failure,
                applicationError,
                applicationMessage,
                reserved);
    }
}
