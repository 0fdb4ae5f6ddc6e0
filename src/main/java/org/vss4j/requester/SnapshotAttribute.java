package org.vss4j.requester;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is special about a shadow copy, as a bit of {@code VSS_VOLUME_SNAPSHOT_ATTRIBUTES}. Some may be asked for beside a
 * {@link SnapshotContext}, some come from the context, and some are only reported of a copy that there is.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vss/ne-vss-vss_volume_snapshot_attributes">
 *     VSS_VOLUME_SNAPSHOT_ATTRIBUTES</a>
 */
public enum SnapshotAttribute {
    /** The copy stays when the machine is started anew. */
    PERSISTENT(0x1, Origin.CONTEXT),
    /** Writers do not repair their files in the copy. */
    NO_AUTORECOVERY(0x2, Origin.REQUEST),
    /** The copy is a previous version that users see in the Explorer. */
    CLIENT_ACCESSIBLE(0x4, Origin.CONTEXT),
    /** The copy stays when the session that made it is closed. */
    NO_AUTO_RELEASE(0x8, Origin.CONTEXT),
    /** The copy was made without writers. */
    NO_WRITERS(0x10, Origin.CONTEXT),
    /** The copy can be moved to another machine; hardware providers on a Windows Server only. */
    TRANSPORTABLE(0x20, Origin.REQUEST),
    /** The copy is not visible on this machine. */
    NOT_SURFACED(0x40, Origin.REPORT),
    /** Transactional file systems are not brought to a stop. */
    NOT_TRANSACTED(0x80, Origin.REQUEST),
    /** A hardware provider made the copy. */
    HARDWARE_ASSISTED(0x1_0000, Origin.REPORT),
    /** The copy holds what has changed since; excludes {@link #PLEX}. */
    DIFFERENTIAL(0x2_0000, Origin.REQUEST),
    /** The copy is a split mirror; excludes {@link #DIFFERENTIAL}. */
    PLEX(0x4_0000, Origin.REQUEST),
    /** The copy comes from another machine. */
    IMPORTED(0x8_0000, Origin.REPORT),
    /** The copy can be reached by a drive letter or folder. */
    EXPOSED_LOCALLY(0x10_0000, Origin.REPORT),
    /** The copy can be reached by a share. */
    EXPOSED_REMOTELY(0x20_0000, Origin.REPORT),
    /** Writers may repair their files in the copy. */
    AUTORECOVER(0x40_0000, Origin.REPORT),
    /** Writers are to repair their files as for a rollback. */
    ROLLBACK_RECOVERY(0x80_0000, Origin.REQUEST),
    /** Writers are told late of the end of the copy's making. */
    DELAYED_POSTSNAPSHOT(0x100_0000, Origin.REPORT),
    /** Transactions of the file system are resolved in the copy. */
    TXF_RECOVERY(0x200_0000, Origin.REQUEST),
    /** The copy is one of a file share. */
    FILE_SHARE(0x400_0000, Origin.REPORT);

    /** By whom an attribute is set. */
    enum Origin {
        /** By the requester, beside the context. */
        REQUEST,
        /** By the context. */
        CONTEXT,
        /** By the service and its providers. */
        REPORT
    }

    private final int bit;
    private final Origin origin;

    SnapshotAttribute(int bit, Origin origin) {
        this.bit = bit;
        this.origin = origin;
    }

    int bit() {
        return bit;
    }

    Origin origin() {
        return origin;
    }

    /** The attributes whose bits are set; others that there may be are left out. */
    static Set<SnapshotAttribute> of(int bits) {
        EnumSet<SnapshotAttribute> attributes = EnumSet.noneOf(SnapshotAttribute.class);
        Arrays.stream(values()).filter(attribute -> (bits & attribute.bit) != 0).forEach(attributes::add);
        return Collections.unmodifiableSet(attributes);
    }
}
