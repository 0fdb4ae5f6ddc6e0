package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
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
        Arena arena = Arena.global();
        MemorySegment vtable = arena.allocate(ADDRESS, SLOTS);
        // HRESULT GetComponentCount(UINT *pcComponents)
        vtable.setAtIndex(
                ADDRESS,
                0,
                IVssExamineWriterMetadataEx2Vtbl.GetBackupSchema.allocate(WriterComponentsFace::count, arena));
        // HRESULT GetWriterInfo(VSS_ID *pidInstance, VSS_ID *pidWriter)
        vtable.setAtIndex(
                ADDRESS, 1, IVssExamineWriterMetadataEx2Vtbl.GetVersion.allocate(WriterComponentsFace::info, arena));
        // HRESULT GetComponent(UINT iComponent, IVssComponent **ppComponent)
        vtable.setAtIndex(
                ADDRESS,
                2,
                IVssExamineWriterMetadataEx2Vtbl.GetComponent.allocate(WriterComponentsFace::component, arena));
        return vtable;
    }

    private static MemorySegment unknownVtable() {
        Arena arena = Arena.global();
        MemorySegment vtable = arena.allocate(ADDRESS, SLOTS);
        // The interface has no id to be asked for.
        vtable.setAtIndex(
                ADDRESS, 0, IVssAsyncVtbl.QueryInterface.allocate((self, id, out) -> Vssapi.E_NOINTERFACE(), arena));
        vtable.setAtIndex(ADDRESS, 1, IVssAsyncVtbl.AddRef.allocate(self -> UnknownFace.addRef(object(self)), arena));
        vtable.setAtIndex(ADDRESS, 2, IVssAsyncVtbl.Release.allocate(self -> UnknownFace.release(object(self)), arena));
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
