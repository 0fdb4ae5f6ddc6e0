package org.vss4j.internal.com.read;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static org.vss4j.internal.com.CallFailedException.check;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.vss4j.internal.bindings._VSS_COMPONENTINFO;
import org.vss4j.internal.com.BinaryString;
import org.vss4j.internal.com.CallFailedException;
import org.vss4j.internal.com.OutParameters;
import org.vss4j.internal.com.ScopedReference;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.com.slots.WMComponentSlots;
import org.vss4j.internal.com.slots.WMDependencySlots;
import org.vss4j.writer.ComponentDependency;
import org.vss4j.writer.ComponentType;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterComponent.Attribute;

/** Reads an IVssWMComponent. */
final class WriterComponentReader {
    private static final int UNEXPECTED = 0x8000FFFF;

    private final MemorySegment self;
    private final VssExports exports;

    private WriterComponentReader(MemorySegment self, VssExports exports) {
        this.self = self;
        this.exports = exports;
    }

    static WriterComponent read(MemorySegment self, VssExports exports) {
        return new WriterComponentReader(self, exports).read();
    }

    private WriterComponent read() {
        try (OutParameters out = new OutParameters(exports)) {
            MemorySegment pointer = out.word();
            check("GetComponentInfo", WMComponentSlots.getComponentInfo(self, pointer));
            MemorySegment info = pointer.get(ADDRESS, 0);
            if (info.address() == 0) {
                throw new CallFailedException("GetComponentInfo", UNEXPECTED);
            }
            try {
                // The call succeeded, so the structure is there, as a whole, until it is freed.
                return read(info.reinterpret(_VSS_COMPONENTINFO.sizeof()));
            } finally {
                // Its result does not matter: there is nothing else that could be done with the structure.
                int unused = WMComponentSlots.freeComponentInfo(self, info);
            }
        }
    }

    private WriterComponent read(MemorySegment info) {
        return new WriterComponent(
                ComponentType.of(_VSS_COMPONENTINFO.type(info)),
                BinaryString.read(_VSS_COMPONENTINFO.bstrLogicalPath(info)),
                BinaryString.read(_VSS_COMPONENTINFO.bstrComponentName(info)),
                BinaryString.read(_VSS_COMPONENTINFO.bstrCaption(info)),
                attributes(info),
                _VSS_COMPONENTINFO.dwComponentFlags(info),
                FileSetReader.readAll(
                        _VSS_COMPONENTINFO.cFileCount(info),
                        "GetFile",
                        (index, file) -> WMComponentSlots.getFile(self, index, file),
                        exports),
                FileSetReader.readAll(
                        _VSS_COMPONENTINFO.cDatabases(info),
                        "GetDatabaseFile",
                        (index, file) -> WMComponentSlots.getDatabaseFile(self, index, file),
                        exports),
                FileSetReader.readAll(
                        _VSS_COMPONENTINFO.cLogFiles(info),
                        "GetDatabaseLogFile",
                        (index, file) -> WMComponentSlots.getDatabaseLogFile(self, index, file),
                        exports),
                dependencies(_VSS_COMPONENTINFO.cDependencies(info)));
    }

    private static Set<Attribute> attributes(MemorySegment info) {
        Set<Attribute> attributes = EnumSet.noneOf(Attribute.class);
        add(attributes, Attribute.RESTORE_METADATA, _VSS_COMPONENTINFO.bRestoreMetadata(info));
        add(attributes, Attribute.NOTIFY_ON_BACKUP_COMPLETE, _VSS_COMPONENTINFO.bNotifyOnBackupComplete(info));
        add(attributes, Attribute.SELECTABLE, _VSS_COMPONENTINFO.bSelectable(info));
        add(attributes, Attribute.SELECTABLE_FOR_RESTORE, _VSS_COMPONENTINFO.bSelectableForRestore(info));
        return attributes;
    }

    private static void add(Set<Attribute> attributes, Attribute attribute, byte bool) {
        if (bool != 0) {
            attributes.add(attribute);
        }
    }

    private List<ComponentDependency> dependencies(int count) {
        List<ComponentDependency> dependencies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (OutParameters out = new OutParameters(exports)) {
                MemorySegment pointer = out.word();
                check("GetDependency", WMComponentSlots.getDependency(self, i, pointer));
                try (ScopedReference dependency = OutParameters.reference("GetDependency", pointer)) {
                    dependencies.add(dependency(dependency.self(), out));
                }
            }
        }
        return dependencies;
    }

    private static ComponentDependency dependency(MemorySegment dependency, OutParameters out) {
        MemorySegment writerId = out.guid();
        MemorySegment path = out.string();
        MemorySegment name = out.string();
        check("GetWriterId", WMDependencySlots.getWriterId(dependency, writerId));
        check("GetLogicalPath", WMDependencySlots.getLogicalPath(dependency, path));
        check("GetComponentName", WMDependencySlots.getComponentName(dependency, name));
        return new ComponentDependency(OutParameters.id(writerId), OutParameters.text(path), OutParameters.text(name));
    }
}
