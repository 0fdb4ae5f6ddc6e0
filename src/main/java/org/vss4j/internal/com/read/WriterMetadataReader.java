package org.vss4j.internal.com.read;

import static org.vss4j.internal.com.CallFailedException.check;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.InterfaceId;
import org.vss4j.internal.com.Interfaces;
import org.vss4j.internal.com.OutParameters;
import org.vss4j.internal.com.ScopedReference;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.com.slots.ExamineWriterMetadataSlots;
import org.vss4j.writer.BackupSchema;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.RestoreMethod;
import org.vss4j.writer.SourceType;
import org.vss4j.writer.UsageType;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;
import org.vss4j.writer.WriterRestore;

/**
 * Reads an IVssExamineWriterMetadata, with what its newer interfaces add where there are any. What it is given meanwhile
 * is given back, whatever happens.
 */
final class WriterMetadataReader {
    private static final int S_FALSE = 1;

    private final VssExports exports;
    private final MemorySegment self;
    private final @Nullable MemorySegment ex;
    private final @Nullable MemorySegment ex2;

    private WriterMetadataReader(
            VssExports exports, MemorySegment self, @Nullable MemorySegment ex, @Nullable MemorySegment ex2) {
        this.exports = exports;
        this.self = self;
        this.ex = ex;
        this.ex2 = ex2;
    }

    /**
     * Reads what a writer says.
     *
     * @param self the object; its reference remains the caller's
     * @throws CallFailedException if a call failed
     */
    static WriterMetadata read(MemorySegment self, VssExports exports) {
        try (ScopedReference ex = Interfaces.query(self, InterfaceId.IVSS_EXAMINE_WRITER_METADATA_EX);
                ScopedReference ex2 = Interfaces.query(self, InterfaceId.IVSS_EXAMINE_WRITER_METADATA_EX2)) {
            return new WriterMetadataReader(
                            exports, self, ex == null ? null : ex.self(), ex2 == null ? null : ex2.self())
                    .read();
        }
    }

    /**
     * The writer's metadata document.
     *
     * @param self the object; its reference remains the caller's
     * @throws CallFailedException if the call failed
     */
    static String document(MemorySegment self, VssExports exports) {
        try (OutParameters out = new OutParameters(exports)) {
            MemorySegment xml = out.string();
            check("SaveAsXML", ExamineWriterMetadataSlots.saveAsXML(self, xml));
            return OutParameters.text(xml);
        }
    }

    private WriterMetadata read() {
        try (OutParameters out = new OutParameters(exports)) {
            MemorySegment instanceId = out.guid();
            MemorySegment writerId = out.guid();
            MemorySegment name = out.string();
            MemorySegment instanceName = out.string();
            MemorySegment usage = out.word();
            MemorySegment source = out.word();
            if (ex == null) {
                check(
                        "GetIdentity",
                        ExamineWriterMetadataSlots.getIdentity(self, instanceId, writerId, name, usage, source));
            } else {
                check(
                        "GetIdentityEx",
                        ExamineWriterMetadataSlots.getIdentityEx(
                                ex, instanceId, writerId, name, instanceName, usage, source));
            }
            MemorySegment included = out.word();
            MemorySegment excluded = out.word();
            MemorySegment components = out.word();
            check("GetFileCounts", ExamineWriterMetadataSlots.getFileCounts(self, included, excluded, components));
            MemorySegment schema = out.word();
            check("GetBackupSchema", ExamineWriterMetadataSlots.getBackupSchema(self, schema));
            return new WriterMetadata(
                    OutParameters.id(instanceId),
                    OutParameters.id(writerId),
                    OutParameters.text(name),
                    OutParameters.text(instanceName),
                    UsageType.of(OutParameters.number(usage)),
                    SourceType.of(OutParameters.number(source)),
                    version(),
                    new BackupSchema(OutParameters.number(schema)),
                    restoreMethod(),
                    components(OutParameters.number(components)),
                    files(
                            OutParameters.number(excluded),
                            "GetExcludeFile",
                            (index, file) -> ExamineWriterMetadataSlots.getExcludeFile(self, index, file)),
                    excludedFromSnapshot());
        }
    }

    private WriterMetadata.Version version() {
        if (ex2 == null) {
            return WriterMetadata.Version.UNKNOWN;
        }
        try (OutParameters out = new OutParameters(exports)) {
            MemorySegment major = out.word();
            MemorySegment minor = out.word();
            check("GetVersion", ExamineWriterMetadataSlots.getVersion(ex2, major, minor));
            return new WriterMetadata.Version(OutParameters.number(major), OutParameters.number(minor));
        }
    }

    private List<FileSet> excludedFromSnapshot() {
        MemorySegment newest = ex2;
        if (newest == null) {
            return List.of();
        }
        try (OutParameters out = new OutParameters(exports)) {
            MemorySegment count = out.word();
            check("GetExcludeFromSnapshotCount", ExamineWriterMetadataSlots.getExcludeFromSnapshotCount(newest, count));
            return files(
                    OutParameters.number(count),
                    "GetExcludeFromSnapshotFile",
                    (index, file) -> ExamineWriterMetadataSlots.getExcludeFromSnapshotFile(newest, index, file));
        }
    }

    private Optional<RestoreMethod> restoreMethod() {
        try (OutParameters out = new OutParameters(exports)) {
            MemorySegment type = out.word();
            MemorySegment service = out.string();
            MemorySegment procedure = out.string();
            MemorySegment writerRestore = out.word();
            MemorySegment reboot = out.word();
            MemorySegment mappings = out.word();
            int result = ExamineWriterMetadataSlots.getRestoreMethod(
                    self, type, service, procedure, writerRestore, reboot, mappings);
            check("GetRestoreMethod", result);
            if (result == S_FALSE) {
                // The writer does not say.
                return Optional.empty();
            }
            return Optional.of(new RestoreMethod(
                    RestoreMethod.Type.of(OutParameters.number(type)),
                    OutParameters.text(service),
                    OutParameters.text(procedure),
                    WriterRestore.of(OutParameters.number(writerRestore)),
                    OutParameters.bool(reboot),
                    files(
                            OutParameters.number(mappings),
                            "GetAlternateLocationMapping",
                            (index, file) ->
                                    ExamineWriterMetadataSlots.getAlternateLocationMapping(self, index, file))));
        }
    }

    private List<WriterComponent> components(int count) {
        List<WriterComponent> components = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (OutParameters out = new OutParameters(exports)) {
                MemorySegment pointer = out.word();
                check("GetComponent", ExamineWriterMetadataSlots.getComponent(self, i, pointer));
                try (ScopedReference component = OutParameters.reference("GetComponent", pointer)) {
                    components.add(WriterComponentReader.read(component.self(), exports));
                }
            }
        }
        return components;
    }

    private List<FileSet> files(int count, String method, FileSetReader.Getter getter) {
        return FileSetReader.readAll(count, method, getter, exports);
    }
}
