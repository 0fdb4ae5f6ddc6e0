package org.vss4j.requester;

import static org.vss4j.requester.SnapshotAttribute.DIFFERENTIAL;
import static org.vss4j.requester.SnapshotAttribute.NO_WRITERS;
import static org.vss4j.requester.SnapshotAttribute.PERSISTENT;
import static org.vss4j.requester.SnapshotAttribute.PLEX;
import static org.vss4j.requester.SnapshotAttribute.TRANSPORTABLE;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a shadow copy is made for: with the {@linkplain BackupOptions#withAttributes attributes} that are asked for beside it,
 * the argument of {@code SetContext}. It decides whether writers take part, and how long the copies live. Persistent copies
 * need volumes with NTFS.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vss/ne-vss-vss_snapshot_context">VSS_SNAPSHOT_CONTEXT</a>
 */
public enum SnapshotContext {
    /** A backup with writers: databases and other programs bring their files into a consistent state first. */
    BACKUP(0x00),

    /** A backup without writers: the files are as if the power had failed at that instant. */
    FILE_SHARE_BACKUP(0x10),

    /** Persistent copies without writers. */
    NAS_ROLLBACK(0x19),

    /** Persistent copies with writers. */
    APP_ROLLBACK(0x09),

    /** Persistent copies without writers that users see as previous versions; the system's provider only. */
    CLIENT_ACCESSIBLE(0x1d),

    /** Persistent copies with writers that users see as previous versions; the system's provider only. */
    CLIENT_ACCESSIBLE_WRITERS(0x0d);

    /** VSS_CTX_ALL, in which copies are found and deleted, and none are made. */
    static final int ALL = 0xffff_ffff;

    /** What a provider that moves or mirrors disks would be needed for. */
    private static final List<SnapshotAttribute> NOT_CLIENT_ACCESSIBLE = List.of(TRANSPORTABLE, DIFFERENTIAL, PLEX);

    private final int value;

    SnapshotContext(int value) {
        this.value = value;
    }

    /**
     * Why attributes cannot be asked for beside this context; null if they can.
     *
     * @param beside the attributes, in the order in which they are looked at
     */
    @Nullable
    String refusal(List<SnapshotAttribute> beside) {
        for (int i = 0; i < beside.size(); i++) {
            String refusal = refusal(beside.get(i), beside.subList(0, i));
            if (refusal != null) {
                return beside.get(i) + " " + refusal;
            }
        }
        return null;
    }

    private @Nullable String refusal(SnapshotAttribute attribute, List<SnapshotAttribute> others) {
        if (attribute.origin() == SnapshotAttribute.Origin.CONTEXT) {
            return "comes from the context and is not set beside it: choose one of "
                    + Arrays.stream(values())
                            .filter(context -> context.has(attribute))
                            .toList();
        }
        if (attribute.origin() == SnapshotAttribute.Origin.REPORT) {
            return "is said of a shadow copy by VSS, and cannot be asked for";
        }
        if (has(SnapshotAttribute.CLIENT_ACCESSIBLE) && NOT_CLIENT_ACCESSIBLE.contains(attribute)) {
            return "cannot be had in " + this + ": the provider of such copies is always the system's, which has no "
                    + NOT_CLIENT_ACCESSIBLE;
        }
        if ((attribute == DIFFERENTIAL && others.contains(PLEX))
                || (attribute == PLEX && others.contains(DIFFERENTIAL))) {
            return "cannot be had: " + DIFFERENTIAL + " and " + PLEX + " exclude each other";
        }
        return null;
    }

    private boolean has(SnapshotAttribute attribute) {
        return (value & attribute.bit()) != 0;
    }

    /** Its number, which is the argument of SetContext without attributes beside it. */
    int value() {
        return value;
    }

    /**
     * The attributes that come from the context.
     *
     * @return the attributes that all its copies have
     */
    public Set<SnapshotAttribute> attributes() {
        return SnapshotAttribute.of(value);
    }

    /**
     * Tells whether writers take part.
     *
     * @return whether they do
     */
    public boolean hasWriters() {
        return !has(NO_WRITERS);
    }

    /**
     * Tells how long the copies live.
     *
     * @return true if they stay until they are deleted; false if they go when their session is closed, or its process ends
     */
    public boolean isPersistent() {
        return has(PERSISTENT);
    }
}
