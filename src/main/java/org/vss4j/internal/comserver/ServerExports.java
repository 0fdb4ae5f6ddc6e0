package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.vss4j.internal.bindings.CreateVssBackupComponentsInternalFn;
import org.vss4j.internal.bindings.SysFreeStringFn;
import org.vss4j.internal.bindings.VssFreeSnapshotPropertiesInternalFn;
import org.vss4j.internal.bindings.Vssapi;
import org.vss4j.internal.com.NativeAccess;
import org.vss4j.internal.com.VssExports;

/** The exports of a vssapi.dll whose objects are implemented in Java. */
public final class ServerExports {
    private ServerExports() {}

    /** CreateVssBackupComponents. */
    @FunctionalInterface
    public interface Factory {
        /**
         * Makes an object with one reference, which passes.
         *
         * @param out takes the object
         * @return an HRESULT
         */
        int create(Consumer<BackupServer> out);
    }

    /**
     * Exports that make objects of a kind.
     *
     * @param factory makes them; what it throws becomes E_UNEXPECTED
     * @return the exports; callable for as long as they are reachable
     * @throws IllegalCallerException if native access is denied; the message names the flag that gives it
     */
    public static VssExports of(Factory factory) {
        NativeAccess.require();
        Arena arena = Arena.ofAuto();
        return new VssExports(
                CreateVssBackupComponentsInternalFn.allocate(out -> create(factory, out), arena),
                VssFreeSnapshotPropertiesInternalFn.allocate(ServerExports::free, arena),
                SysFreeStringFn.allocate(ServerExports::freeString, arena));
    }

    private static int create(Factory factory, MemorySegment out) {
        try {
            if (out.address() == 0) {
                return Vssapi.E_INVALIDARG();
            }
            return factory.create(backup -> out.set(ADDRESS, 0, backup.pointer()));
        } catch (Throwable e) {
            Violations.report("CreateVssBackupComponentsInternal", e);
            return Vssapi.E_UNEXPECTED();
        }
    }

    private static void free(MemorySegment properties) {
        try {
            PropertyStructure.free(properties);
        } catch (Throwable e) {
            Violations.report("VssFreeSnapshotPropertiesInternal", e);
        }
    }

    private static void freeString(MemorySegment string) {
        try {
            BinaryStrings.free(string);
        } catch (Throwable e) {
            Violations.report("SysFreeString", e);
        }
    }
}
