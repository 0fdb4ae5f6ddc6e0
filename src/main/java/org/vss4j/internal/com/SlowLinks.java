package org.vss4j.internal.com;

import java.lang.foreign.FunctionDescriptor;
import java.util.List;
import org.vss4j.internal.bindings.IVssBackupComponentsEx4Vtbl.AddToSnapshotSet;
import org.vss4j.internal.bindings.IVssBackupComponentsEx4Vtbl.GetSnapshotProperties;

/**
 * The calls that the JVM takes long to link, for a GUID is passed by value: linked in the background while the session
 * does other things, and not while a snapshot set is open, during which nobody else can make one. A call that comes before
 * that waits for the linking, as it would without it.
 */
public final class SlowLinks {
    private SlowLinks() {}

    /**
     * Begins to link, once in this process.
     *
     * @return the thread that does it, or has done it
     */
    public static Thread begin() {
        return Linking.THREAD;
    }

    /** Links: the classes of the slots do, when they are initialised, and asking one for anything initialises it. */
    static List<FunctionDescriptor> link() {
        return List.of(AddToSnapshotSet.descriptor(), GetSnapshotProperties.descriptor());
    }

    /** The one thread, started when this class is initialised. */
    private static final class Linking {
        static final Thread THREAD = Thread.ofPlatform()
                .daemon()
                .name("vss4j-link")
                .inheritInheritableThreadLocals(false)
                .start(SlowLinks::link);
    }
}
