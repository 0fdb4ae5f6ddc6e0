package org.vss4j.internal.com;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.vss4j.internal.com.slots.UnknownSlots;
import org.vss4j.internal.trace.SessionLogger;
import org.vss4j.internal.trace.SessionScope;

/**
 * One reference to one COM object, with a gate before it: {@code Release} is called once, after the gate is closed and
 * the last call through it has left.
 */
public class ComReference extends Gate {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j");

    private final MemorySegment self;

    /** For which the object was got, and is given back. */
    private final SessionScope scope;

    /**
     * Takes over a reference.
     *
     * @param pointer the interface pointer, not NULL; the caller's one reference to it passes to this object
     */
    public ComReference(MemorySegment pointer) {
        this(pointer, SessionScope.current());
    }

    /**
     * Takes over a reference in a scope.
     *
     * @param pointer the interface pointer, not NULL; the caller's one reference to it passes to this object
     * @param scope for which the object was got, and is given back
     */
    protected ComReference(MemorySegment pointer, SessionScope scope) {
        this.scope = scope;
        // In the global scope, so that a call costs no acquisition of an arena: the gate, not an arena, ends the
        // pointer's life. Eight bytes, since an interface pointer points at the address of its vtable.
        this.self = MemorySegment.ofAddress(pointer.address()).reinterpret(ValueLayout.ADDRESS.byteSize());
    }

    /**
     * The object, for a call made by someone who is inside the gate.
     *
     * @return the interface pointer
     */
    public final MemorySegment self() {
        return self;
    }

    /**
     * The session, if any, for which the object was got.
     *
     * @return its scope
     */
    public final SessionScope scope() {
        return scope;
    }

    /**
     * Closes a reference that nobody else has, so that nobody would go on with a close that is stopped: what there is no
     * memory for is done by whoever has some.
     */
    public final void giveBack() {
        if (tryClose()) {
            Apartment.bringToEnd(this, ComReference::leaveOrKeep);
        }
    }

    private void leaveOrKeep() {
        try {
            leave();
        } catch (OutOfMemoryError e) {
            Unowned.giveBack(self.address());
        }
    }

    @Override
    final void handOut() {
        if (Apartment.endsElsewhere()) {
            Apartment.bringToEnd(this, Gate::runLastOut);
        } else {
            runLastOut();
        }
    }

    @Override
    protected final void lastOut() {
        try {
            if (scope.isCurrent() && !Apartment.isSingleThreaded()) {
                UnknownSlots.release(self);
            } else {
                scope.run(self, released -> Apartment.run(released, UnknownSlots::release));
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Release failed", e);
        }
    }
}
