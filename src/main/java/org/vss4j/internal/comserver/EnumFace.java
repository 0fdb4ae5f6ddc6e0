package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.JAVA_INT;

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
        Stubs stubs = Vtables.STUBS;
        MemorySegment vtable = stubs.allocate(IVssEnumObjectVtbl.layout(), 1);
        Vtables.fill(vtable, stubs);
        IVssEnumObjectVtbl.Next(
                vtable,
                stubs.make(
                        IVssEnumObjectVtbl.Next.Function.class, IVssEnumObjectVtbl.Next.descriptor(), EnumFace::next));
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
