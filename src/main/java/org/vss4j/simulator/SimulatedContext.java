package org.vss4j.simulator;

import java.util.Set;
import org.vss4j.HResult;

/**
 * The argument of SetContext, as the service reads it.
 *
 * @param value one of the contexts, with the bits that may be set beside it
 */
record SimulatedContext(int value) {
    /** What applies if SetContext is not called. */
    static final SimulatedContext BACKUP = new SimulatedContext(0);

    private static final int ALL = 0xffff_ffff;
    private static final int PERSISTENT = 0x1;
    private static final int CLIENT_ACCESSIBLE = 0x4;
    private static final int NO_WRITERS = 0x10;
    private static final int NOT_SURFACED = 0x40;
    private static final int TRANSPORTABLE = 0x20;
    private static final int DIFFERENTIAL = 0x2_0000;
    private static final int PLEX = 0x4_0000;

    /** The bits that make a context: PERSISTENT, CLIENT_ACCESSIBLE, NO_AUTO_RELEASE, NO_WRITERS. */
    private static final int OF_CONTEXTS = 0x1d;

    private static final Set<Integer> CONTEXTS = Set.of(0x00, 0x10, 0x19, 0x09, 0x1d, 0x0d);

    /** NO_AUTORECOVERY, NOT_TRANSACTED, ROLLBACK_RECOVERY, TXF_RECOVERY, and the three by their names. */
    private static final int BESIDE = 0x2 | 0x80 | 0x80_0000 | 0x200_0000 | TRANSPORTABLE | DIFFERENTIAL | PLEX;

    /**
     * What SetContext says of it. The one provider can neither move nor mirror a disk, so what asks for that is not
     * supported.
     */
    HResult check() {
        if (value == ALL) {
            return HResult.S_OK;
        }
        boolean combined = (has(DIFFERENTIAL) && has(PLEX))
                || (has(CLIENT_ACCESSIBLE) && (value & (TRANSPORTABLE | DIFFERENTIAL | PLEX)) != 0);
        if (!CONTEXTS.contains(value & OF_CONTEXTS) || (value & ~OF_CONTEXTS & ~BESIDE) != 0 || combined) {
            return HResult.E_INVALIDARG;
        }
        return has(TRANSPORTABLE) || has(PLEX) ? HResult.VSS_E_UNSUPPORTED_CONTEXT : HResult.S_OK;
    }

    /** The attributes of copies that are made in it: nobody has exposed them, and those for a backup alone say so. */
    int attributes() {
        return (value & OF_CONTEXTS) == 0 ? value | NOT_SURFACED : value;
    }

    /** Whether copies are made in it. */
    boolean makesCopies() {
        return value != ALL;
    }

    boolean hasWriters() {
        return !has(NO_WRITERS);
    }

    /** Whether its copies outlive the object that made them. */
    boolean isPersistent() {
        return makesCopies() && has(PERSISTENT);
    }

    /** Whether a query in this context finds a copy with attributes. */
    boolean finds(int attributes) {
        return value == ALL || (value & OF_CONTEXTS) == (attributes & OF_CONTEXTS);
    }

    private boolean has(int bit) {
        return (value & bit) != 0;
    }
}
