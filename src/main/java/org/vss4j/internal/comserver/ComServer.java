package org.vss4j.internal.comserver;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.vss4j.internal.com.InterfaceId;

/**
 * A COM object that is implemented in Java, alive while its reference count is above zero. It is born with one reference,
 * which belongs to whoever gets its {@link #pointer}.
 */
public abstract class ComServer {
    private final AtomicInteger references = new AtomicInteger(1);
    private final List<InterfaceId> interfaces;
    private final MemorySegment pointer;

    /** An object with one interface, besides IUnknown. */
    ComServer(InterfaceId interfaceId, MemorySegment vtable) {
        this(List.of(interfaceId), vtable);
    }

    /** An object with interfaces of which each continues the one before, so that one vtable serves for all. */
    ComServer(List<InterfaceId> interfaces, MemorySegment vtable) {
        this(interfaces, vtable, MemorySegment.NULL);
    }

    /** An object that begins with two pointers to vtables. */
    ComServer(List<InterfaceId> interfaces, MemorySegment vtable, MemorySegment secondVtable) {
        this.interfaces = List.copyOf(interfaces);
        this.pointer = ObjectTable.add(this, vtable, secondVtable);
    }

    /** Runs once, on the thread of the last Release, when nobody can call the object any more. */
    protected abstract void released();

    /**
     * The object as COM sees it.
     *
     * @return an interface pointer; passing it on passes the reference that the object was born with, or one added
     */
    public final MemorySegment pointer() {
        return pointer;
    }

    /**
     * IUnknown::AddRef.
     *
     * @return the count after it
     */
    public final int addRef() {
        int count = references.updateAndGet(before -> before == 0 ? 0 : before + 1);
        if (count == 0) {
            Violations.report("AddRef on an object whose last reference is gone: " + this);
        }
        return count;
    }

    /**
     * IUnknown::Release.
     *
     * @return the count after it
     */
    public final int release() {
        int before = references.getAndUpdate(count -> count == 0 ? 0 : count - 1);
        if (before == 0) {
            Violations.report("Release of an object whose last reference is gone: " + this);
            return 0;
        }
        if (before == 1) {
            ObjectTable.remove(pointer);
            released();
        }
        return before - 1;
    }

    /**
     * How many references the object has at this moment, for whoever keeps account of its callers.
     *
     * @return the count; zero for good when the last one is gone
     */
    public final int references() {
        return references.get();
    }

    /** Whether the object has an interface. */
    final boolean implementsInterface(UUID id) {
        return id.equals(InterfaceId.IUNKNOWN.uuid()) || interfaces.stream().anyMatch(known -> id.equals(known.uuid()));
    }

    /**
     * The objects of this process that have references.
     *
     * @return a snapshot of them
     */
    public static List<ComServer> live() {
        return ObjectTable.live();
    }
}
