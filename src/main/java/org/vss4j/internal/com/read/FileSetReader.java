package org.vss4j.internal.com.read;

import static org.vss4j.internal.com.CallFailedException.check;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.vss4j.internal.com.OutParameters;
import org.vss4j.internal.com.ScopedReference;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.com.slots.WMFiledescSlots;
import org.vss4j.writer.FileSet;

/** Reads IVssWMFiledesc objects. */
final class FileSetReader {
    private FileSetReader() {}

    /** A slot that gives the file description with an index. */
    interface Getter {
        int get(int index, MemorySegment file);
    }

    /** Reads as many as there are. */
    static List<FileSet> readAll(int count, String method, Getter getter, VssExports exports) {
        List<FileSet> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (OutParameters out = new OutParameters(exports)) {
                MemorySegment pointer = out.word();
                check(method, getter.get(i, pointer));
                try (ScopedReference file = OutParameters.reference(method, pointer)) {
                    files.add(read(file.self(), out));
                }
            }
        }
        return files;
    }

    private static FileSet read(MemorySegment self, OutParameters out) {
        MemorySegment path = out.string();
        MemorySegment fileSpec = out.string();
        MemorySegment recursive = out.word();
        MemorySegment location = out.string();
        MemorySegment mask = out.word();
        check("GetPath", WMFiledescSlots.getPath(self, path));
        check("GetFilespec", WMFiledescSlots.getFilespec(self, fileSpec));
        check("GetRecursive", WMFiledescSlots.getRecursive(self, recursive));
        check("GetAlternateLocation", WMFiledescSlots.getAlternateLocation(self, location));
        check("GetBackupTypeMask", WMFiledescSlots.getBackupTypeMask(self, mask));
        return new FileSet(
                OutParameters.text(path),
                OutParameters.text(fileSpec),
                OutParameters.bool(recursive),
                OutParameters.text(location),
                OutParameters.number(mask));
    }
}
