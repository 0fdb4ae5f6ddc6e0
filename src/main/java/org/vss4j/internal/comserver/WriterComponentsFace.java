package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssAsyncVtbl;
import org.vss4j.internal.bindings.IVssExamineWriterMetadataEx2Vtbl;
import org.vss4j.internal.bindings.Vssapi;
import org.vss4j.internal.com.Guid;

/**
 * The two vtables of all {@link WriterComponentsServer}s, by hand, since C cannot declare their class. The first has three
 * methods and none of IUnknown's. The second has IUnknown's, which are called with the address of the second pointer for
 * "this". A stub is made by the binding of another method that takes the same arguments.
 */
final class WriterComponentsFace {
    static final MemorySegment VTABLE = vtable();
    static final MemorySegment UNKNOWN_VTABLE = unknownVtable();

    private static final int SLOTS = 3;

    private WriterComponentsFace() {}

    private static MemorySegment vtable() {
        Stubs stubs = Vtables.STUBS;
        MemorySegment vtable = stubs.allocate(ADDRESS, SLOTS);
        // HRESULT GetComponentCount(UINT *pcComponents)
        vtable.setAtIndex(
                ADDRESS,
                0,
                stubs.make(
                        IVssExamineWriterMetadataEx2Vtbl.GetBackupSchema.Function.class,
                        IVssExamineWriterMetadataEx2Vtbl.GetBackupSchema.descriptor(),
                        WriterComponentsFace::count));
        // HRESULT GetWriterInfo(VSS_ID *pidInstance, VSS_ID *pidWriter)
        vtable.setAtIndex(
                ADDRESS,
                1,
                stubs.make(
                        IVssExamineWriterMetadataEx2Vtbl.GetVersion.Function.class,
                        IVssExamineWriterMetadataEx2Vtbl.GetVersion.descriptor(),
                        WriterComponentsFace::info));
        // HRESULT GetComponent(UINT iComponent, IVssComponent **ppComponent)
        vtable.setAtIndex(
                ADDRESS,
                2,
                stubs.make(
                        IVssExamineWriterMetadataEx2Vtbl.GetComponent.Function.class,
                        IVssExamineWriterMetadataEx2Vtbl.GetComponent.descriptor(),
                        WriterComponentsFace::component));
        return vtable;
    }

    private static MemorySegment unknownVtable() {
        Stubs stubs = Vtables.STUBS;
        MemorySegment vtable = stubs.allocate(ADDRESS, SLOTS);
        // The interface has no id to be asked for.
        vtable.setAtIndex(
                ADDRESS,
                0,
                stubs.make(
                        IVssAsyncVtbl.QueryInterface.Function.class,
                        IVssAsyncVtbl.QueryInterface.descriptor(),
                        (self, id, out) -> Vssapi.E_NOINTERFACE()));
        vtable.setAtIndex(
                ADDRESS,
                1,
                stubs.make(
                        IVssAsyncVtbl.AddRef.Function.class,
                        IVssAsyncVtbl.AddRef.descriptor(),
                        self -> UnknownFace.addRef(object(self))));
        vtable.setAtIndex(
                ADDRESS,
                2,
                stubs.make(
                        IVssAsyncVtbl.Release.Function.class,
                        IVssAsyncVtbl.Release.descriptor(),
                        self -> UnknownFace.release(object(self))));
        return vtable;
    }

    /** The object, whose second pointer was "this". */
    private static MemorySegment object(MemorySegment second) {
        return MemorySegment.ofAddress(second.address() - ADDRESS.byteSize());
    }

    private static int count(MemorySegment self, MemorySegment out) {
        return Upcall.give(
                self,
                WriterComponentsServer.class,
                "GetComponentCount",
                object -> out.set(JAVA_INT, 0, object.components.size()),
                out);
    }

    private static int info(MemorySegment self, MemorySegment instanceId, MemorySegment writerId) {
        return Upcall.give(
                self,
                WriterComponentsServer.class,
                "GetWriterInfo",
                object -> {
                    Guid.set(instanceId, object.instanceId);
                    Guid.set(writerId, object.writerId);
                },
                instanceId,
                writerId);
    }

    private static int component(MemorySegment self, int index, MemorySegment out) {
        return Upcall.call(
                self,
                WriterComponentsServer.class,
                "GetComponent",
                object -> Upcall.item(object.components, index, out, ComponentServer::new));
    }
}
