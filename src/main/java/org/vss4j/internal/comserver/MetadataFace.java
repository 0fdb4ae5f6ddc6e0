package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Function;
import org.vss4j.internal.bindings.IVssExamineWriterMetadataEx2Vtbl;
import org.vss4j.internal.bindings.Vssapi;
import org.vss4j.internal.com.Guid;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.RestoreMethod;
import org.vss4j.writer.WriterMetadata;

/** The one vtable of all {@link MetadataServer}s. */
final class MetadataFace {
    static final MemorySegment VTABLE = vtable();

    private MetadataFace() {}

    private static MemorySegment vtable() {
        Stubs stubs = Vtables.STUBS;
        MemorySegment vtable = stubs.allocate(IVssExamineWriterMetadataEx2Vtbl.layout(), 1);
        Vtables.fill(vtable, stubs);
        IVssExamineWriterMetadataEx2Vtbl.GetIdentity(
                vtable,
                stubs.make(
                        IVssExamineWriterMetadataEx2Vtbl.GetIdentity.Function.class,
                        IVssExamineWriterMetadataEx2Vtbl.GetIdentity.descriptor(),
                        MetadataFace::identity));
        IVssExamineWriterMetadataEx2Vtbl.GetFileCounts(
                vtable,
                stubs.make(
                        IVssExamineWriterMetadataEx2Vtbl.GetFileCounts.Function.class,
                        IVssExamineWriterMetadataEx2Vtbl.GetFileCounts.descriptor(),
                        MetadataFace::fileCounts));
        IVssExamineWriterMetadataEx2Vtbl.GetExcludeFile(
                vtable,
                stubs.make(
                        IVssExamineWriterMetadataEx2Vtbl.GetExcludeFile.Function.class,
                        IVssExamineWriterMetadataEx2Vtbl.GetExcludeFile.descriptor(),
                        (self, index, out) -> file(self, "GetExcludeFile", index, out, WriterMetadata::excludedFiles)));
        IVssExamineWriterMetadataEx2Vtbl.GetComponent(
                vtable,
                stubs.make(
                        IVssExamineWriterMetadataEx2Vtbl.GetComponent.Function.class,
                        IVssExamineWriterMetadataEx2Vtbl.GetComponent.descriptor(),
                        MetadataFace::component));
        IVssExamineWriterMetadataEx2Vtbl.GetRestoreMethod(
                vtable,
                stubs.make(
                        IVssExamineWriterMetadataEx2Vtbl.GetRestoreMethod.Function.class,
                        IVssExamineWriterMetadataEx2Vtbl.GetRestoreMethod.descriptor(),
                        MetadataFace::restoreMethod));
        IVssExamineWriterMetadataEx2Vtbl.GetAlternateLocationMapping(
                vtable,
                stubs.make(
                        IVssExamineWriterMetadataEx2Vtbl.GetAlternateLocationMapping.Function.class,
                        IVssExamineWriterMetadataEx2Vtbl.GetAlternateLocationMapping.descriptor(),
                        (self, index, out) -> file(
                                self, "GetAlternateLocationMapping", index, out, MetadataFace::alternateLocations)));
        IVssExamineWriterMetadataEx2Vtbl.GetBackupSchema(
                vtable,
                stubs.make(
                        IVssExamineWriterMetadataEx2Vtbl.GetBackupSchema.Function.class,
                        IVssExamineWriterMetadataEx2Vtbl.GetBackupSchema.descriptor(),
                        (self, out) -> Upcall.give(
                                self,
                                MetadataServer.class,
                                "GetBackupSchema",
                                object -> out.set(
                                        JAVA_INT, 0, object.metadata.schema().mask()),
                                out)));
        IVssExamineWriterMetadataEx2Vtbl.SaveAsXML(
                vtable,
                stubs.make(
                        IVssExamineWriterMetadataEx2Vtbl.SaveAsXML.Function.class,
                        IVssExamineWriterMetadataEx2Vtbl.SaveAsXML.descriptor(),
                        (self, out) -> Upcall.give(
                                self,
                                MetadataServer.class,
                                "SaveAsXML",
                                object -> BinaryStrings.give(object.xml, out),
                                out)));
        IVssExamineWriterMetadataEx2Vtbl.GetIdentityEx(
                vtable,
                stubs.make(
                        IVssExamineWriterMetadataEx2Vtbl.GetIdentityEx.Function.class,
                        IVssExamineWriterMetadataEx2Vtbl.GetIdentityEx.descriptor(),
                        MetadataFace::identityEx));
        IVssExamineWriterMetadataEx2Vtbl.GetVersion(
                vtable,
                stubs.make(
                        IVssExamineWriterMetadataEx2Vtbl.GetVersion.Function.class,
                        IVssExamineWriterMetadataEx2Vtbl.GetVersion.descriptor(),
                        MetadataFace::version));
        IVssExamineWriterMetadataEx2Vtbl.GetExcludeFromSnapshotCount(
                vtable,
                stubs.make(
                        IVssExamineWriterMetadataEx2Vtbl.GetExcludeFromSnapshotCount.Function.class,
                        IVssExamineWriterMetadataEx2Vtbl.GetExcludeFromSnapshotCount.descriptor(),
                        (self, out) -> Upcall.give(
                                self,
                                MetadataServer.class,
                                "GetExcludeFromSnapshotCount",
                                object -> out.set(
                                        JAVA_INT,
                                        0,
                                        object.metadata.excludedFromSnapshot().size()),
                                out)));
        IVssExamineWriterMetadataEx2Vtbl.GetExcludeFromSnapshotFile(
                vtable,
                stubs.make(
                        IVssExamineWriterMetadataEx2Vtbl.GetExcludeFromSnapshotFile.Function.class,
                        IVssExamineWriterMetadataEx2Vtbl.GetExcludeFromSnapshotFile.descriptor(),
                        (self, index, out) -> file(
                                self, "GetExcludeFromSnapshotFile", index, out, WriterMetadata::excludedFromSnapshot)));
        return vtable;
    }

    private static int identity(
            MemorySegment self,
            MemorySegment instanceId,
            MemorySegment writerId,
            MemorySegment name,
            MemorySegment usage,
            MemorySegment source) {
        return Upcall.give(
                self,
                MetadataServer.class,
                "GetIdentity",
                object -> putIdentity(object.metadata, instanceId, writerId, name, usage, source),
                instanceId,
                writerId,
                name,
                usage,
                source);
    }

    private static int identityEx(
            MemorySegment self,
            MemorySegment instanceId,
            MemorySegment writerId,
            MemorySegment name,
            MemorySegment instanceName,
            MemorySegment usage,
            MemorySegment source) {
        return Upcall.give(
                self,
                MetadataServer.class,
                "GetIdentityEx",
                object -> {
                    putIdentity(object.metadata, instanceId, writerId, name, usage, source);
                    BinaryStrings.give(object.metadata.instanceName(), instanceName);
                },
                instanceId,
                writerId,
                name,
                instanceName,
                usage,
                source);
    }

    private static void putIdentity(
            WriterMetadata metadata,
            MemorySegment instanceId,
            MemorySegment writerId,
            MemorySegment name,
            MemorySegment usage,
            MemorySegment source) {
        Guid.set(instanceId, metadata.instanceId());
        Guid.set(writerId, metadata.writerId());
        BinaryStrings.give(metadata.name(), name);
        usage.set(JAVA_INT, 0, metadata.usage().value());
        source.set(JAVA_INT, 0, metadata.source().value());
    }

    private static int fileCounts(
            MemorySegment self, MemorySegment included, MemorySegment excluded, MemorySegment components) {
        return Upcall.give(
                self,
                MetadataServer.class,
                "GetFileCounts",
                object -> {
                    included.set(JAVA_INT, 0, 0);
                    excluded.set(JAVA_INT, 0, object.metadata.excludedFiles().size());
                    components.set(JAVA_INT, 0, object.metadata.components().size());
                },
                included,
                excluded,
                components);
    }

    private static int version(MemorySegment self, MemorySegment major, MemorySegment minor) {
        return Upcall.give(
                self,
                MetadataServer.class,
                "GetVersion",
                object -> {
                    major.set(JAVA_INT, 0, object.metadata.version().major());
                    minor.set(JAVA_INT, 0, object.metadata.version().minor());
                },
                major,
                minor);
    }

    private static int component(MemorySegment self, int index, MemorySegment out) {
        return Upcall.call(
                self,
                MetadataServer.class,
                "GetComponent",
                object -> Upcall.item(object.metadata.components(), index, out, WriterComponentServer::new));
    }

    private static int file(
            MemorySegment self,
            String method,
            int index,
            MemorySegment out,
            Function<WriterMetadata, List<FileSet>> files) {
        return Upcall.call(
                self,
                MetadataServer.class,
                method,
                object -> Upcall.item(files.apply(object.metadata), index, out, FileSetServer::new));
    }

    private static List<FileSet> alternateLocations(WriterMetadata metadata) {
        return metadata.restoreMethod().map(RestoreMethod::alternateLocations).orElse(List.of());
    }

    private static int restoreMethod(
            MemorySegment self,
            MemorySegment type,
            MemorySegment service,
            MemorySegment procedure,
            MemorySegment writerRestore,
            MemorySegment reboot,
            MemorySegment mappings) {
        return Upcall.call(self, MetadataServer.class, "GetRestoreMethod", object -> {
            if (Upcall.anyNull(type, service, procedure, writerRestore, reboot, mappings)) {
                return Vssapi.E_INVALIDARG();
            }
            RestoreMethod method = object.metadata.restoreMethod().orElse(null);
            if (method == null) {
                return Vssapi.S_FALSE();
            }
            type.set(JAVA_INT, 0, method.type().value());
            BinaryStrings.give(method.service(), service);
            BinaryStrings.give(method.userProcedure(), procedure);
            writerRestore.set(JAVA_INT, 0, method.writerRestore().value());
            reboot.set(JAVA_BYTE, 0, (byte) (method.rebootRequired() ? 1 : 0));
            mappings.set(JAVA_INT, 0, method.alternateLocations().size());
            return Vssapi.S_OK();
        });
    }
}
