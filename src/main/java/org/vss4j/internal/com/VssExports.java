package org.vss4j.internal.com;

import static org.vss4j.internal.trace.FlightRecording.begun;
import static org.vss4j.internal.trace.FlightRecording.ended;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.bindings.CoTaskMemFreeFn;
import org.vss4j.internal.bindings.CreateVssBackupComponentsInternalFn;
import org.vss4j.internal.bindings.IsVolumeSnapshottedInternalFn;
import org.vss4j.internal.bindings.SysFreeStringFn;
import org.vss4j.internal.bindings.VssFreeSnapshotPropertiesInternalFn;
import org.vss4j.internal.windows.Kernel32;
import org.vss4j.internal.windows.Platform;
import org.vss4j.internal.windows.SystemLibrary;

/**
 * The functions that a library with the exports of vssapi.dll gives.
 *
 * @param createBackupComponents CreateVssBackupComponentsInternal
 * @param freeSnapshotProperties VssFreeSnapshotPropertiesInternal
 * @param isVolumeSnapshotted IsVolumeSnapshottedInternal
 * @param freeTaskMemory CoTaskMemFree: the library's own, or that of ole32.dll
 * @param freeString SysFreeString: the library's own, or that of oleaut32.dll
 * @param stubs what has to stay reachable as long as the functions are called: of a library that stays loaded, nothing
 */
public record VssExports(
        MemorySegment createBackupComponents,
        MemorySegment freeSnapshotProperties,
        MemorySegment isVolumeSnapshotted,
        MemorySegment freeTaskMemory,
        MemorySegment freeString,
        @Nullable Object stubs) {

    /** The functions of a library that stays loaded. */
    public VssExports(
            MemorySegment createBackupComponents,
            MemorySegment freeSnapshotProperties,
            MemorySegment isVolumeSnapshotted,
            MemorySegment freeTaskMemory,
            MemorySegment freeString) {
        this(createBackupComponents, freeSnapshotProperties, isVolumeSnapshotted, freeTaskMemory, freeString, null);
    }

    /** The functions of the system's own vssapi.dll, on Windows. */
    public static VssExports system() {
        return load(Path.of(Kernel32.systemDirectory(), "vssapi.dll"));
    }

    /**
     * The functions of a library, which stays loaded.
     *
     * @param library its full path
     * @throws IllegalArgumentException if it cannot be loaded
     * @throws UnsatisfiedLinkError naming every function that is missing
     */
    public static VssExports load(Path library) {
        return of(SymbolLookup.libraryLookup(library, Arena.global()), library.toString());
    }

    /**
     * Finds the functions in a library.
     *
     * @param library the library's symbols
     * @param name names the library in an error
     * @throws UnsatisfiedLinkError naming every function that is missing
     */
    public static VssExports of(SymbolLookup library, String name) {
        List<String> missing = new ArrayList<>();
        VssExports exports = new VssExports(
                find(library, "CreateVssBackupComponentsInternal", missing),
                find(library, "VssFreeSnapshotPropertiesInternal", missing),
                find(library, "IsVolumeSnapshottedInternal", missing),
                findFreeTaskMemory(library, missing),
                findFreeString(library, missing));
        if (!missing.isEmpty()) {
            throw new UnsatisfiedLinkError(
                    name + " does not export " + String.join(", ", missing) + ": it is not a vssapi.dll");
        }
        return exports;
    }

    private static MemorySegment find(SymbolLookup library, String function, List<String> missing) {
        return library.find(function).orElseGet(() -> {
            missing.add(function);
            return MemorySegment.NULL;
        });
    }

    /** The memory of vssapi.dll comes from ole32.dll; a library that stands in for it where that is missing has its own. */
    private static MemorySegment findFreeTaskMemory(SymbolLookup library, List<String> missing) {
        return library.find("CoTaskMemFree")
                .orElseGet(() -> Platform.isWindows() ? TaskMemory.FREE : find(library, "CoTaskMemFree", missing));
    }

    /** The strings of vssapi.dll come from oleaut32.dll; a library that stands in for it where that is missing has its own. */
    private static MemorySegment findFreeString(SymbolLookup library, List<String> missing) {
        return library.find("SysFreeString")
                .orElseGet(() -> Platform.isWindows() ? OleAut32.FREE_STRING : find(library, "SysFreeString", missing));
    }

    // HRESULT CreateVssBackupComponentsInternal(IVssBackupComponents **ppBackup)
    public int createBackupComponents(MemorySegment backup) {
        try {
            return ended(
                    begun(),
                    "CreateVssBackupComponents",
                    CreateVssBackupComponentsInternalFn.invoke(createBackupComponents, backup));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    // void VssFreeSnapshotPropertiesInternal(VSS_SNAPSHOT_PROP *pProp); frees the strings, not the structure
    public void freeSnapshotProperties(MemorySegment properties) {
        try {
            VssFreeSnapshotPropertiesInternalFn.invoke(freeSnapshotProperties, properties);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    // HRESULT IsVolumeSnapshottedInternal(VSS_PWSZ pwszVolumeName, BOOL *pbSnapshotsPresent, LONG
    // *plSnapshotCapability)
    public int isVolumeSnapshotted(MemorySegment volume, MemorySegment present, MemorySegment capability) {
        try {
            return ended(
                    begun(),
                    "IsVolumeSnapshotted",
                    IsVolumeSnapshottedInternalFn.invoke(isVolumeSnapshotted, volume, present, capability));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    // void CoTaskMemFree(void *pv); NULL is allowed
    public void freeTaskMemory(MemorySegment memory) {
        try {
            CoTaskMemFreeFn.invoke(freeTaskMemory, memory);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** The function of ole32.dll, on Windows only. */
    private static final class TaskMemory {
        static final MemorySegment FREE = new SystemLibrary("ole32.dll").function("CoTaskMemFree");
    }

    // void SysFreeString(BSTR bstrString); NULL is allowed
    public void freeString(MemorySegment string) {
        try {
            SysFreeStringFn.invoke(freeString, string);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** The function of oleaut32.dll, on Windows only. */
    private static final class OleAut32 {
        static final MemorySegment FREE_STRING = new SystemLibrary("oleaut32.dll").function("SysFreeString");
    }
}
