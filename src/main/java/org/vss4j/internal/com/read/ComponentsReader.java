package org.vss4j.internal.com.read;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static org.vss4j.internal.com.CallFailedException.check;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.vss4j.internal.com.CallFailedException;
import org.vss4j.internal.com.InterfaceId;
import org.vss4j.internal.com.Interfaces;
import org.vss4j.internal.com.OutParameters;
import org.vss4j.internal.com.ScopedReference;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.com.slots.ComponentSlots;
import org.vss4j.internal.com.slots.WriterComponentsSlots;
import org.vss4j.internal.com.slots.WriterSlots;

/** Reads an IVssWriterComponentsExt, and each IVssComponent in it. */
final class ComponentsReader {
    private static final int UNEXPECTED = 0x8000FFFF;

    private ComponentsReader() {}

    /**
     * Reads what the backup document says of one writer's components.
     *
     * @param backup the IVssBackupComponents
     * @param index the number of the writer
     */
    static List<ComponentRecord> read(MemorySegment backup, int index, VssExports exports) {
        try (OutParameters out = new OutParameters(exports)) {
            MemorySegment pointer = out.word();
            check("GetWriterComponents", WriterSlots.getWriterComponents(backup, index, pointer));
            MemorySegment components = pointer.get(ADDRESS, 0);
            if (components.address() == 0) {
                throw new CallFailedException("GetWriterComponents", UNEXPECTED);
            }
            try {
                return read(components, out, exports);
            } finally {
                // Through its second vtable: the first has no Release.
                int unused = WriterComponentsSlots.release(components);
            }
        }
    }

    private static List<ComponentRecord> read(MemorySegment components, OutParameters out, VssExports exports) {
        MemorySegment instanceId = out.guid();
        MemorySegment writerId = out.guid();
        MemorySegment count = out.word();
        check("GetWriterInfo", WriterComponentsSlots.getWriterInfo(components, instanceId, writerId));
        check("GetComponentCount", WriterComponentsSlots.getComponentCount(components, count));
        List<ComponentRecord> records = new ArrayList<>();
        for (int i = 0; i < OutParameters.number(count); i++) {
            MemorySegment pointer = out.word();
            check("GetComponent", WriterComponentsSlots.getComponent(components, i, pointer));
            try (ScopedReference component = OutParameters.reference("GetComponent", pointer)) {
                records.add(read(component.self(), OutParameters.id(instanceId), OutParameters.id(writerId), exports));
            }
        }
        return records;
    }

    private static ComponentRecord read(MemorySegment self, UUID instanceId, UUID writerId, VssExports exports) {
        try (OutParameters out = new OutParameters(exports);
                ScopedReference ex2 = Interfaces.query(self, InterfaceId.IVSS_COMPONENT_EX2)) {
            MemorySegment path = out.string();
            MemorySegment type = out.word();
            MemorySegment name = out.string();
            MemorySegment stamp = out.string();
            MemorySegment failure = out.word();
            MemorySegment applicationError = out.word();
            MemorySegment message = out.string();
            check("GetLogicalPath", ComponentSlots.getLogicalPath(self, path));
            check("GetComponentType", ComponentSlots.getComponentType(self, type));
            check("GetComponentName", ComponentSlots.getComponentName(self, name));
            // S_FALSE, and NULL, if there is none.
            check("GetBackupStamp", ComponentSlots.getBackupStamp(self, stamp));
            if (ex2 != null) {
                check(
                        "GetFailure",
                        ComponentSlots.getFailure(ex2.self(), failure, applicationError, message, out.word()));
            }
            return new ComponentRecord(
                    instanceId,
                    writerId,
                    OutParameters.number(type),
                    OutParameters.text(path),
                    OutParameters.text(name),
                    OutParameters.text(stamp),
                    OutParameters.number(failure),
                    OutParameters.number(applicationError),
                    OutParameters.text(message));
        }
    }
}
