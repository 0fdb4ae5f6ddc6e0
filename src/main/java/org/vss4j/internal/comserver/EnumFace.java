package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.vss4j.internal.bindings.IVssEnumObjectVtbl;
import org.vss4j.internal.bindings.Vssapi;
import org.vss4j.internal.bindings._VSS_OBJECT_PROP;

/** The one vtable of all {@link EnumServer}s. */
final class EnumFace {
    static final MemorySegment VTABLE = vtable();

    private EnumFace() {}

    private static MemorySegment vtable() {
        // The stubs live as long as the process, like the code of a library: no pointer to them can dangle.
        Arena arena = Arena.global();
        MemorySegment vtable = arena.allocate(IVssEnumObjectVtbl.layout());
        // One stub for all that is not implemented, which declares "this" alone: the caller cleans up.
        MemorySegment notImplemented = IVssEnumObjectVtbl.Reset.allocate(unused -> Vssapi.E_NOTIMPL(), arena);
        for (long offset = 0; offset < vtable.byteSize(); offset += ADDRESS.byteSize()) {
            vtable.set(ADDRESS, offset, notImplemented);
        }
        IVssEnumObjectVtbl.QueryInterface(
                vtable, IVssEnumObjectVtbl.QueryInterface.allocate(UnknownFace::queryInterface, arena));
        IVssEnumObjectVtbl.AddRef(vtable, IVssEnumObjectVtbl.AddRef.allocate(UnknownFace::addRef, arena));
        IVssEnumObjectVtbl.Release(vtable, IVssEnumObjectVtbl.Release.allocate(UnknownFace::release, arena));
        IVssEnumObjectVtbl.Next(vtable, IVssEnumObjectVtbl.Next.allocate(EnumFace::next, arena));
        return vtable;
    }

    private static int next(MemorySegment self, int count, MemorySegment objects, MemorySegment fetched) {
        return Upcall.call(self, EnumServer.class, "Next", enumeration -> {
            if (objects.address() == 0 || fetched.address() == 0) {
                return Vssapi.E_POINTER();
            }
            List<EnumServer.Found> taken = enumeration.take(count);
            // As many as the caller says that there is room for.
            MemorySegment room = objects.reinterpret(_VSS_OBJECT_PROP.sizeof() * count);
            for (int i = 0; i < taken.size(); i++) {
                write(taken.get(i), _VSS_OBJECT_PROP.asSlice(room, i));
            }
            fetched.set(JAVA_INT, 0, taken.size());
            return taken.size() < count ? Vssapi.S_FALSE() : Vssapi.S_OK();
        });
    }

    private static void write(EnumServer.Found found, MemorySegment object) {
        object.fill((byte) 0);
        MemorySegment properties = _VSS_OBJECT_PROP.Obj(object);
        switch (found) {
            case EnumServer.Snapshot snapshot -> {
                _VSS_OBJECT_PROP.Type(object, Vssapi.VSS_OBJECT_SNAPSHOT());
                PropertyStructure.write(snapshot.properties(), properties);
            }
            case EnumServer.Provider provider -> {
                _VSS_OBJECT_PROP.Type(object, Vssapi.VSS_OBJECT_PROVIDER());
                PropertyStructure.write(provider.properties(), properties);
            }
        }
    }
}
