package org.vss4j.internal.comserver;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings._VSS_COMPONENTINFO;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterComponent.Attribute;

/** VSS_COMPONENTINFO structures that this process gives out: counted with the strings until they are freed. */
final class ComponentInfo {
    private ComponentInfo() {}

    static MemorySegment of(WriterComponent component) {
        MemorySegment info = PropertyStructure.allocate(_VSS_COMPONENTINFO.sizeof());
        PropertyStructure.STRINGS.incrementAndGet();
        _VSS_COMPONENTINFO.type(info, component.type().value());
        _VSS_COMPONENTINFO.bstrLogicalPath(info, BinaryStrings.of(component.logicalPath()));
        _VSS_COMPONENTINFO.bstrComponentName(info, BinaryStrings.of(component.name()));
        _VSS_COMPONENTINFO.bstrCaption(info, BinaryStrings.of(component.caption()));
        _VSS_COMPONENTINFO.pbIcon(info, MemorySegment.NULL);
        _VSS_COMPONENTINFO.cbIcon(info, 0);
        _VSS_COMPONENTINFO.bRestoreMetadata(info, bool(component, Attribute.RESTORE_METADATA));
        _VSS_COMPONENTINFO.bNotifyOnBackupComplete(info, bool(component, Attribute.NOTIFY_ON_BACKUP_COMPLETE));
        _VSS_COMPONENTINFO.bSelectable(info, bool(component, Attribute.SELECTABLE));
        _VSS_COMPONENTINFO.bSelectableForRestore(info, bool(component, Attribute.SELECTABLE_FOR_RESTORE));
        _VSS_COMPONENTINFO.dwComponentFlags(info, component.flags());
        _VSS_COMPONENTINFO.cFileCount(info, component.files().size());
        _VSS_COMPONENTINFO.cDatabases(info, component.databaseFiles().size());
        _VSS_COMPONENTINFO.cLogFiles(info, component.databaseLogFiles().size());
        _VSS_COMPONENTINFO.cDependencies(info, component.dependencies().size());
        return info;
    }

    private static byte bool(WriterComponent component, Attribute attribute) {
        return (byte) (component.attributes().contains(attribute) ? 1 : 0);
    }

    static void free(MemorySegment info) {
        if (info.address() == 0) {
            return;
        }
        // A caller gives back what of() gave, so the whole structure is there.
        MemorySegment whole = info.reinterpret(_VSS_COMPONENTINFO.sizeof());
        BinaryStrings.free(_VSS_COMPONENTINFO.bstrLogicalPath(whole));
        BinaryStrings.free(_VSS_COMPONENTINFO.bstrComponentName(whole));
        BinaryStrings.free(_VSS_COMPONENTINFO.bstrCaption(whole));
        MemorySegment unused = PropertyStructure.freed(whole);
    }
}
