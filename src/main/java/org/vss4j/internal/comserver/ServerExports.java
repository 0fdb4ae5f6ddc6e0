package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.vss4j.internal.bindings.CoTaskMemFreeFn;
import org.vss4j.internal.bindings.CreateVssBackupComponentsInternalFn;
import org.vss4j.internal.bindings.IsVolumeSnapshottedInternalFn;
import org.vss4j.internal.bindings.SysFreeStringFn;
import org.vss4j.internal.bindings.VssFreeSnapshotPropertiesInternalFn;
import org.vss4j.internal.bindings.Vssapi;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.windows.NativeAccess;
import org.vss4j.internal.windows.WideString;

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

    /** IsVolumeSnapshotted. */
    @FunctionalInterface
    public interface SnapshotQuestion {
        /**
         * Tells whether there are shadow copies of a volume.
         *
         * @param volume its name
         * @param present takes 1 for yes
         * @return an HRESULT
         */
        int ask(String volume, IntConsumer present);
    }

    /** As {@link #of(Factory, SnapshotQuestion)}, with an IsVolumeSnapshotted that is not implemented. */
    public static VssExports of(Factory factory) {
        return of(factory, (volume, present) -> Vssapi.E_NOTIMPL());
    }

    /**
     * Exports that make objects of a kind.
     *
     * @param factory makes them; what it throws becomes E_UNEXPECTED
     * @param question is IsVolumeSnapshotted; what it throws becomes E_UNEXPECTED
     * @return the exports; callable for as long as they are reachable
     * @throws IllegalCallerException if native access is denied; the message names the flag that gives it
     */
    public static VssExports of(Factory factory, SnapshotQuestion question) {
        NativeAccess.require();
        Stubs stubs = new Stubs();
        return new VssExports(
                stubs.make(
                        CreateVssBackupComponentsInternalFn.Function.class,
                        CreateVssBackupComponentsInternalFn.descriptor(),
                        out -> create(factory, out)),
                stubs.make(
                        VssFreeSnapshotPropertiesInternalFn.Function.class,
                        VssFreeSnapshotPropertiesInternalFn.descriptor(),
                        ServerExports::free),
                stubs.make(
                        IsVolumeSnapshottedInternalFn.Function.class,
                        IsVolumeSnapshottedInternalFn.descriptor(),
                        (volume, present, capability) -> ask(question, volume, present, capability)),
                stubs.make(CoTaskMemFreeFn.Function.class, CoTaskMemFreeFn.descriptor(), ServerExports::freeTaskMemory),
                stubs.make(SysFreeStringFn.Function.class, SysFreeStringFn.descriptor(), ServerExports::freeString),
                stubs);
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

    private static int ask(
            SnapshotQuestion question, MemorySegment volume, MemorySegment present, MemorySegment capability) {
        try {
            String name = WideString.readPointer(volume);
            if (name == null || present.address() == 0 || capability.address() == 0) {
                return Vssapi.E_INVALIDARG();
            }
            capability.set(JAVA_INT, 0, 0);
            return question.ask(name, answer -> present.set(JAVA_INT, 0, answer));
        } catch (Throwable e) {
            Violations.report("IsVolumeSnapshottedInternal", e);
            return Vssapi.E_UNEXPECTED();
        }
    }

    private static void freeTaskMemory(MemorySegment memory) {
        try {
            PropertyStructure.freeString(memory);
        } catch (Throwable e) {
            Violations.report("CoTaskMemFree", e);
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
