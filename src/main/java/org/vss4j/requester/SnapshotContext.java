package org.vss4j.requester;

import static org.vss4j.requester.SnapshotAttribute.DIFFERENTIAL;
import static org.vss4j.requester.SnapshotAttribute.NO_WRITERS;
import static org.vss4j.requester.SnapshotAttribute.PERSISTENT;
import static org.vss4j.requester.SnapshotAttribute.PLEX;
import static org.vss4j.requester.SnapshotAttribute.TRANSPORTABLE;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a shadow copy is made for: one of the constants, and the attributes that are asked for beside it; together they
 * are the argument of {@code SetContext}. It decides whether writers take part, and how long the copies live. Persistent
 * copies need volumes with NTFS. Immutable; there is one object for each combination.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vss/ne-vss-vss_snapshot_context">VSS_SNAPSHOT_CONTEXT</a>
 */
public final class SnapshotContext {
    /** A backup with writers: databases and other programs bring their files into a consistent state first. */
    public static final SnapshotContext BACKUP = new SnapshotContext("BACKUP", 0x00);

    /** A backup without writers: the files are as if the power had failed at that instant. */
    public static final SnapshotContext FILE_SHARE_BACKUP = new SnapshotContext("FILE_SHARE_BACKUP", 0x10);

    /** Persistent copies without writers. */
    public static final SnapshotContext NAS_ROLLBACK = new SnapshotContext("NAS_ROLLBACK", 0x19);

    /** Persistent copies with writers. */
    public static final SnapshotContext APP_ROLLBACK = new SnapshotContext("APP_ROLLBACK", 0x09);

    /** Persistent copies without writers that users see as previous versions; the system's provider only. */
    public static final SnapshotContext CLIENT_ACCESSIBLE = new SnapshotContext("CLIENT_ACCESSIBLE", 0x1d);

    /** Persistent copies with writers that users see as previous versions; the system's provider only. */
    public static final SnapshotContext CLIENT_ACCESSIBLE_WRITERS =
            new SnapshotContext("CLIENT_ACCESSIBLE_WRITERS", 0x0d);

    /** VSS_CTX_ALL, in which copies are found and deleted, and none are made. */
    static final int ALL = 0xffff_ffff;

    /** One object for each value, so that contexts can be compared by identity. */
    private static final Map<Integer, SnapshotContext> WITH_ATTRIBUTES = new ConcurrentHashMap<>();

    private static final List<SnapshotContext> VALUES = List.of(
            BACKUP, FILE_SHARE_BACKUP, NAS_ROLLBACK, APP_ROLLBACK, CLIENT_ACCESSIBLE, CLIENT_ACCESSIBLE_WRITERS);

    /** What a provider that moves or mirrors disks would be needed for. */
    private static final Set<SnapshotAttribute> NOT_CLIENT_ACCESSIBLE = Set.of(TRANSPORTABLE, DIFFERENTIAL, PLEX);

    private final String name;
    private final int value;

    /** What of the value was asked for beside the constant. */
    private final int beside;

    private SnapshotContext(String name, int value) {
        this(name, value, 0);
    }

    private SnapshotContext(String name, int value, int beside) {
        this.name = name;
        this.value = value;
        this.beside = beside;
    }

    /**
     * The contexts in which copies are made.
     *
     * @return the constants of this class
     */
    public static List<SnapshotContext> values() {
        return VALUES;
    }

    /**
     * The constant with a name.
     *
     * @param name such as {@code APP_ROLLBACK}
     * @return the constant
     * @throws IllegalArgumentException if there is none of that name
     */
    public static SnapshotContext valueOf(String name) {
        return VALUES.stream()
                .filter(context -> context.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is none of " + VALUES));
    }

    /**
     * This context with attributes beside it.
     *
     * @param attributes what the copies are to be like
     * @return a context with these attributes and those of this one
     * @throws IllegalArgumentException if one of them cannot be asked for, or not in this context, or not beside another;
     *     the message says which and why
     */
    public SnapshotContext with(SnapshotAttribute... attributes) {
        SnapshotContext context = this;
        for (SnapshotAttribute attribute : attributes) {
            String refusal = context.refusal(attribute);
            if (refusal != null) {
                throw new IllegalArgumentException(attribute + " " + refusal);
            }
            int bit = attribute.bit();
            int newValue = context.value | bit;
            int newBeside = context.beside | bit;
            context = newValue == context.value
                    ? context
                    : WITH_ATTRIBUTES.computeIfAbsent(
                            newValue, absent -> new SnapshotContext(name, newValue, newBeside));
        }
        return context;
    }

    private @Nullable String refusal(SnapshotAttribute attribute) {
        if (attribute.origin() == SnapshotAttribute.Origin.CONTEXT) {
            return "comes from the context and is not set beside it: choose one of "
                    + VALUES.stream().filter(context -> context.has(attribute)).toList();
        }
        if (attribute.origin() == SnapshotAttribute.Origin.REPORT) {
            return "is said of a shadow copy by VSS, and cannot be asked for";
        }
        if (has(SnapshotAttribute.CLIENT_ACCESSIBLE) && NOT_CLIENT_ACCESSIBLE.contains(attribute)) {
            return "cannot be had in " + this + ": the provider of such copies is always the system's, which has no "
                    + NOT_CLIENT_ACCESSIBLE.stream().sorted().toList();
        }
        if ((attribute == DIFFERENTIAL && has(PLEX)) || (attribute == PLEX && has(DIFFERENTIAL))) {
            return "cannot be had in " + this + ": " + DIFFERENTIAL + " and " + PLEX + " exclude each other";
        }
        return null;
    }

    private boolean has(SnapshotAttribute attribute) {
        return (value & attribute.bit()) != 0;
    }

    /** The argument of SetContext. */
    int value() {
        return value;
    }

    /**
     * The attributes, those of the constant and those that were added.
     *
     * @return the attributes that copies of this context have
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

    @Override
    public String toString() {
        return name
                + SnapshotAttribute.of(beside).stream()
                        .map(attribute -> " + " + attribute)
                        .collect(Collectors.joining());
    }
}
