package org.vss4j.internal.comserver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.vss4j.internal.com.InterfaceId;
import org.vss4j.internal.com.read.ProviderProperties;
import org.vss4j.internal.com.read.SnapshotProperties;

/** An object with the interface IVssEnumObject, of which Next is implemented: what a query found. */
public final class EnumServer extends ComServer {
    /** Something that was found. */
    public sealed interface Found {}

    /** A shadow copy. */
    public record Snapshot(SnapshotProperties properties) implements Found {}

    /** A provider. */
    public record Provider(ProviderProperties properties) implements Found {}

    /** What has not been fetched. Guarded by itself. */
    private final Deque<Found> left;

    /** An enumeration with one reference. */
    public EnumServer(Collection<? extends Found> found) {
        super(InterfaceId.IVSS_ENUM_OBJECT, EnumFace.VTABLE);
        this.left = new ArrayDeque<>(found);
    }

    /** Takes the next ones, or those that are left. */
    List<Found> take(int count) {
        synchronized (left) {
            List<Found> taken = new ArrayList<>();
            while (taken.size() < count && !left.isEmpty()) {
                taken.add(left.removeFirst());
            }
            return taken;
        }
    }

    @Override
    protected void released() {
        // What was found is only a list.
    }
}
