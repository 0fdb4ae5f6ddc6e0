package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.vss4j.internal.bindings.IVssBackupComponentsEx4Vtbl;
import org.vss4j.internal.bindings.Vssapi;
import org.vss4j.internal.com.Guid;
import org.vss4j.internal.com.read.WriterStatusRecord;
import org.vss4j.internal.windows.WideString;

/** The part of the vtable of all {@link BackupServer}s that leads to their {@link WriterMethods}. */
final class WriterFace {
    private WriterFace() {}

    static void set(MemorySegment vtable, Stubs stubs) {
        IVssBackupComponentsEx4Vtbl.GetWriterMetadataCount(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.GetWriterMetadataCount.Function.class,
                        IVssBackupComponentsEx4Vtbl.GetWriterMetadataCount.descriptor(),
                        (self, out) ->
                                count(self, "GetWriterMetadataCount", out, WriterMethods::getWriterMetadataCount)));
        IVssBackupComponentsEx4Vtbl.GetWriterStatusCount(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.GetWriterStatusCount.Function.class,
                        IVssBackupComponentsEx4Vtbl.GetWriterStatusCount.descriptor(),
                        (self, out) -> count(self, "GetWriterStatusCount", out, WriterMethods::getWriterStatusCount)));
        IVssBackupComponentsEx4Vtbl.GetWriterComponentsCount(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.GetWriterComponentsCount.Function.class,
                        IVssBackupComponentsEx4Vtbl.GetWriterComponentsCount.descriptor(),
                        (self, out) ->
                                count(self, "GetWriterComponentsCount", out, WriterMethods::getWriterComponentsCount)));
        IVssBackupComponentsEx4Vtbl.GetWriterMetadata(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.GetWriterMetadata.Function.class,
                        IVssBackupComponentsEx4Vtbl.GetWriterMetadata.descriptor(),
                        WriterFace::metadata));
        IVssBackupComponentsEx4Vtbl.GetWriterComponents(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.GetWriterComponents.Function.class,
                        IVssBackupComponentsEx4Vtbl.GetWriterComponents.descriptor(),
                        WriterFace::components));
        IVssBackupComponentsEx4Vtbl.AddComponent(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.AddComponent.Function.class,
                        IVssBackupComponentsEx4Vtbl.AddComponent.descriptor(),
                        (self, instanceId, writerId, type, path, name) -> component(
                                self,
                                "AddComponent",
                                instanceId,
                                writerId,
                                type,
                                path,
                                name,
                                WriterMethods::addComponent)));
        IVssBackupComponentsEx4Vtbl.SetBackupSucceeded(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.SetBackupSucceeded.Function.class,
                        IVssBackupComponentsEx4Vtbl.SetBackupSucceeded.descriptor(),
                        (self, instanceId, writerId, type, path, name, succeeded) -> component(
                                self,
                                "SetBackupSucceeded",
                                instanceId,
                                writerId,
                                type,
                                path,
                                name,
                                (writers, component) -> writers.setBackupSucceeded(component, succeeded != 0))));
        IVssBackupComponentsEx4Vtbl.SetPreviousBackupStamp(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.SetPreviousBackupStamp.Function.class,
                        IVssBackupComponentsEx4Vtbl.SetPreviousBackupStamp.descriptor(),
                        (self, writerId, type, path, name, stamp) -> tell(
                                self,
                                "SetPreviousBackupStamp",
                                writerId,
                                type,
                                path,
                                name,
                                stamp,
                                WriterMethods::setPreviousBackupStamp)));
        IVssBackupComponentsEx4Vtbl.SetBackupOptions(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.SetBackupOptions.Function.class,
                        IVssBackupComponentsEx4Vtbl.SetBackupOptions.descriptor(),
                        (self, writerId, type, path, name, options) -> tell(
                                self,
                                "SetBackupOptions",
                                writerId,
                                type,
                                path,
                                name,
                                options,
                                WriterMethods::setBackupOptions)));
        IVssBackupComponentsEx4Vtbl.GetWriterStatus(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.GetWriterStatus.Function.class,
                        IVssBackupComponentsEx4Vtbl.GetWriterStatus.descriptor(),
                        WriterFace::status));
        IVssBackupComponentsEx4Vtbl.GetWriterStatusEx(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.GetWriterStatusEx.Function.class,
                        IVssBackupComponentsEx4Vtbl.GetWriterStatusEx.descriptor(),
                        WriterFace::statusEx));
        IVssBackupComponentsEx4Vtbl.SaveAsXML(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.SaveAsXML.Function.class,
                        IVssBackupComponentsEx4Vtbl.SaveAsXML.descriptor(),
                        WriterFace::saveAsXml));
        IVssBackupComponentsEx4Vtbl.EnableWriterClasses(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.EnableWriterClasses.Function.class,
                        IVssBackupComponentsEx4Vtbl.EnableWriterClasses.descriptor(),
                        (self, ids, count) ->
                                ids(self, "EnableWriterClasses", ids, count, WriterMethods::enableWriterClasses)));
        IVssBackupComponentsEx4Vtbl.DisableWriterClasses(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.DisableWriterClasses.Function.class,
                        IVssBackupComponentsEx4Vtbl.DisableWriterClasses.descriptor(),
                        (self, ids, count) ->
                                ids(self, "DisableWriterClasses", ids, count, WriterMethods::disableWriterClasses)));
        IVssBackupComponentsEx4Vtbl.DisableWriterInstances(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.DisableWriterInstances.Function.class,
                        IVssBackupComponentsEx4Vtbl.DisableWriterInstances.descriptor(),
                        (self, ids, count) -> ids(
                                self, "DisableWriterInstances", ids, count, WriterMethods::disableWriterInstances)));
    }

    /** A method that concerns writers, which returns an HRESULT. */
    private interface Method {
        int call(WriterMethods writers);
    }

    private static int call(MemorySegment self, String method, Method body) {
        return Upcall.call(self, BackupServer.class, method, backup -> {
            WriterMethods writers = backup.writers();
            return writers == null ? Vssapi.E_NOTIMPL() : body.call(writers);
        });
    }

    private static int callWithOut(MemorySegment self, String method, Method body, MemorySegment... outs) {
        return call(self, method, writers -> Upcall.anyNull(outs) ? Vssapi.E_INVALIDARG() : body.call(writers));
    }

    private interface Counting {
        int count(WriterMethods writers, IntConsumer out);
    }

    private static int count(MemorySegment self, String method, MemorySegment out, Counting counting) {
        return callWithOut(self, method, writers -> counting.count(writers, count -> out.set(JAVA_INT, 0, count)), out);
    }

    private static int metadata(MemorySegment self, int index, MemorySegment instanceId, MemorySegment out) {
        return callWithOut(
                self,
                "GetWriterMetadata",
                writers -> writers.getWriterMetadata(index, metadata -> {
                    Guid.set(instanceId, metadata.metadata.instanceId());
                    out.set(ADDRESS, 0, metadata.pointer());
                }),
                instanceId,
                out);
    }

    private static int components(MemorySegment self, int index, MemorySegment out) {
        return callWithOut(
                self,
                "GetWriterComponents",
                writers -> writers.getWriterComponents(index, components -> out.set(ADDRESS, 0, components.pointer())),
                out);
    }

    private interface OfComponent {
        int call(WriterMethods writers, WriterMethods.ComponentName component);
    }

    private static int component(
            MemorySegment self,
            String method,
            MemorySegment instanceId,
            MemorySegment writerId,
            int type,
            MemorySegment path,
            MemorySegment name,
            OfComponent body) {
        return callWithOut(
                self,
                method,
                writers -> body.call(
                        writers,
                        new WriterMethods.ComponentName(
                                Guid.get(instanceId), Guid.get(writerId), type, text(path), text(name))),
                name);
    }

    private interface Telling {
        int call(WriterMethods writers, WriterMethods.ComponentName component, String text);
    }

    /** A method by which a component is told something. */
    private static int tell(
            MemorySegment self,
            String method,
            MemorySegment writerId,
            int type,
            MemorySegment path,
            MemorySegment name,
            MemorySegment told,
            Telling body) {
        return callWithOut(
                self,
                method,
                writers -> body.call(
                        writers,
                        new WriterMethods.ComponentName(Guid.NULL, Guid.get(writerId), type, text(path), text(name)),
                        text(told)),
                name,
                told);
    }

    private static String text(MemorySegment string) {
        String text = WideString.readPointer(string);
        return text == null ? "" : text;
    }

    private static int status(
            MemorySegment self,
            int index,
            MemorySegment instanceId,
            MemorySegment writerId,
            MemorySegment name,
            MemorySegment state,
            MemorySegment failure) {
        return callWithOut(
                self,
                "GetWriterStatus",
                writers -> writers.getWriterStatus(
                        index, status -> putStatus(status, instanceId, writerId, name, state, failure)),
                instanceId,
                writerId,
                name,
                state,
                failure);
    }

    private static int statusEx(
            MemorySegment self,
            int index,
            MemorySegment instanceId,
            MemorySegment writerId,
            MemorySegment name,
            MemorySegment state,
            MemorySegment failure,
            MemorySegment applicationError,
            MemorySegment applicationMessage) {
        return callWithOut(
                self,
                "GetWriterStatusEx",
                writers -> writers.getWriterStatusEx(index, status -> {
                    putStatus(status, instanceId, writerId, name, state, failure);
                    applicationError.set(JAVA_INT, 0, status.applicationError());
                    BinaryStrings.give(status.applicationMessage(), applicationMessage);
                }),
                instanceId,
                writerId,
                name,
                state,
                failure,
                applicationError,
                applicationMessage);
    }

    private static void putStatus(
            WriterStatusRecord status,
            MemorySegment instanceId,
            MemorySegment writerId,
            MemorySegment name,
            MemorySegment state,
            MemorySegment failure) {
        Guid.set(instanceId, status.instanceId());
        Guid.set(writerId, status.writerId());
        BinaryStrings.give(status.name(), name);
        state.set(JAVA_INT, 0, status.state());
        failure.set(JAVA_INT, 0, status.failure());
    }

    private static int saveAsXml(MemorySegment self, MemorySegment out) {
        return callWithOut(self, "SaveAsXML", writers -> writers.saveAsXml(xml -> BinaryStrings.give(xml, out)), out);
    }

    private interface OfIds {
        int call(WriterMethods writers, List<UUID> ids);
    }

    private static int ids(MemorySegment self, String method, MemorySegment ids, int count, OfIds body) {
        return call(self, method, writers -> {
            if (count <= 0 || ids.address() == 0) {
                return Vssapi.E_INVALIDARG();
            }
            return body.call(writers, list(ids, count));
        });
    }

    private static List<UUID> list(MemorySegment ids, int count) {
        List<UUID> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(Guid.get(ids.asSlice(i * Guid.SIZE, Guid.SIZE)));
        }
        return list;
    }
}
