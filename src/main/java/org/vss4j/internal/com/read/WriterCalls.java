package org.vss4j.internal.com.read;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.CallFailedException;
import org.vss4j.internal.com.Guid;
import org.vss4j.internal.com.InterfaceId;
import org.vss4j.internal.com.Interfaces;
import org.vss4j.internal.com.OutParameters;
import org.vss4j.internal.com.ScopedReference;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.com.slots.WriterSlots;
import org.vss4j.internal.windows.WideString;

/**
 * The calls of an IVssBackupComponents that concern writers, in the terms of Java. What they are given is given back,
 * whatever happens. Each throws a {@link CallFailedException} if a call of COM failed. For one thread at a time, which is
 * in the multi-threaded apartment.
 */
public final class WriterCalls {
    private final MemorySegment self;
    private final VssExports exports;
    private final ObjIntConsumer<String> observer;

    /**
     * Calls of an object.
     *
     * @param self the object; its caller sees to it that it is alive during each call
     * @param observer is told of each call: the method as Microsoft names it, and its HRESULT
     */
    public WriterCalls(MemorySegment self, VssExports exports, ObjIntConsumer<String> observer) {
        this.self = self;
        this.exports = exports;
        this.observer = observer;
    }

    private void check(String method, int result) {
        observer.accept(method, result);
        CallFailedException.check(method, result);
    }

    /** How many writers said what they have. */
    public int metadataCount() {
        try (OutParameters out = new OutParameters(exports)) {
            MemorySegment count = out.word();
            check("GetWriterMetadataCount", WriterSlots.getWriterMetadataCount(self, count));
            return OutParameters.number(count);
        }
    }

    /** What one of them said. */
    public WriterDocument metadata(int index) {
        try (OutParameters out = new OutParameters(exports)) {
            MemorySegment pointer = out.word();
            check("GetWriterMetadata", WriterSlots.getWriterMetadata(self, index, out.guid(), pointer));
            try (ScopedReference writer = OutParameters.reference("GetWriterMetadata", pointer)) {
                return new WriterDocument(
                        WriterMetadataReader.read(writer.self(), exports),
                        WriterMetadataReader.document(writer.self(), exports));
            }
        }
    }

    /** AddComponent. */
    public void addComponent(UUID instanceId, UUID writerId, int type, String logicalPath, String name) {
        try (Arena arena = Arena.ofConfined()) {
            check(
                    "AddComponent",
                    WriterSlots.addComponent(
                            self,
                            Guid.write(instanceId, arena),
                            Guid.write(writerId, arena),
                            type,
                            path(logicalPath, arena),
                            WideString.write(name, arena)));
        }
    }

    /** SetBackupSucceeded. */
    public void setBackupSucceeded(
            UUID instanceId, UUID writerId, int type, String logicalPath, String name, boolean succeeded) {
        try (Arena arena = Arena.ofConfined()) {
            check(
                    "SetBackupSucceeded",
                    WriterSlots.setBackupSucceeded(
                            self,
                            Guid.write(instanceId, arena),
                            Guid.write(writerId, arena),
                            type,
                            path(logicalPath, arena),
                            WideString.write(name, arena),
                            (byte) (succeeded ? 1 : 0)));
        }
    }

    /** SetBackupOptions. */
    public void setBackupOptions(UUID writerId, int type, String logicalPath, String name, String options) {
        try (Arena arena = Arena.ofConfined()) {
            check(
                    "SetBackupOptions",
                    WriterSlots.setBackupOptions(
                            self,
                            Guid.write(writerId, arena),
                            type,
                            path(logicalPath, arena),
                            WideString.write(name, arena),
                            WideString.write(options, arena)));
        }
    }

    /** SetPreviousBackupStamp. */
    public void setPreviousBackupStamp(UUID writerId, int type, String logicalPath, String name, String stamp) {
        try (Arena arena = Arena.ofConfined()) {
            check(
                    "SetPreviousBackupStamp",
                    WriterSlots.setPreviousBackupStamp(
                            self,
                            Guid.write(writerId, arena),
                            type,
                            path(logicalPath, arena),
                            WideString.write(name, arena),
                            WideString.write(stamp, arena)));
        }
    }

    /** A component at the top of its writer's hierarchy has no logical path. */
    private static MemorySegment path(String logicalPath, Arena arena) {
        return logicalPath.isEmpty() ? MemorySegment.NULL : WideString.write(logicalPath, arena);
    }

    /** SaveAsXML: the backup document. */
    public String document() {
        try (OutParameters out = new OutParameters(exports)) {
            MemorySegment xml = out.string();
            check("SaveAsXML", WriterSlots.saveAsXML(self, xml));
            return OutParameters.text(xml);
        }
    }

    /** EnableWriterClasses. */
    public void enableWriterClasses(List<UUID> ids) {
        try (Arena arena = Arena.ofConfined()) {
            check("EnableWriterClasses", WriterSlots.enableWriterClasses(self, array(ids, arena), ids.size()));
        }
    }

    /** DisableWriterClasses. */
    public void disableWriterClasses(List<UUID> ids) {
        try (Arena arena = Arena.ofConfined()) {
            check("DisableWriterClasses", WriterSlots.disableWriterClasses(self, array(ids, arena), ids.size()));
        }
    }

    /** DisableWriterInstances. */
    public void disableWriterInstances(List<UUID> ids) {
        try (Arena arena = Arena.ofConfined()) {
            check("DisableWriterInstances", WriterSlots.disableWriterInstances(self, array(ids, arena), ids.size()));
        }
    }

    private static MemorySegment array(List<UUID> ids, Arena arena) {
        MemorySegment array = arena.allocate(Guid.SIZE * ids.size(), Integer.BYTES);
        for (int i = 0; i < ids.size(); i++) {
            Guid.set(array.asSlice(i * Guid.SIZE, Guid.SIZE), ids.get(i));
        }
        return array;
    }

    /** How the writers fare; by GetWriterStatusEx where there is one. */
    public List<WriterStatusRecord> statuses() {
        try (OutParameters out = new OutParameters(exports);
                ScopedReference ex3 = Interfaces.query(self, InterfaceId.IVSS_BACKUP_COMPONENTS_EX3)) {
            MemorySegment count = out.word();
            check("GetWriterStatusCount", WriterSlots.getWriterStatusCount(self, count));
            List<WriterStatusRecord> statuses = new ArrayList<>();
            for (int i = 0; i < OutParameters.number(count); i++) {
                statuses.add(status(i, ex3 == null ? null : ex3.self()));
            }
            return statuses;
        }
    }

    private WriterStatusRecord status(int index, @Nullable MemorySegment ex3) {
        try (OutParameters out = new OutParameters(exports)) {
            MemorySegment instanceId = out.guid();
            MemorySegment writerId = out.guid();
            MemorySegment name = out.string();
            MemorySegment state = out.word();
            MemorySegment failure = out.word();
            MemorySegment applicationError = out.word();
            MemorySegment message = out.string();
            if (ex3 == null) {
                check(
                        "GetWriterStatus",
                        WriterSlots.getWriterStatus(self, index, instanceId, writerId, name, state, failure));
            } else {
                check(
                        "GetWriterStatusEx",
                        WriterSlots.getWriterStatusEx(
                                ex3, index, instanceId, writerId, name, state, failure, applicationError, message));
            }
            return new WriterStatusRecord(
                    OutParameters.id(instanceId),
                    OutParameters.id(writerId),
                    OutParameters.text(name),
                    OutParameters.number(state),
                    OutParameters.number(failure),
                    OutParameters.number(applicationError),
                    OutParameters.text(message));
        }
    }

    /** What the backup document says of all components that were added. */
    public List<ComponentRecord> components() {
        try (OutParameters out = new OutParameters(exports)) {
            MemorySegment count = out.word();
            check("GetWriterComponentsCount", WriterSlots.getWriterComponentsCount(self, count));
            List<ComponentRecord> components = new ArrayList<>();
            for (int i = 0; i < OutParameters.number(count); i++) {
                components.addAll(ComponentsReader.read(self, i, exports));
            }
            return components;
        }
    }
}
