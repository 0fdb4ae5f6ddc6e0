package org.vss4j.requester;

import java.time.Duration;
import java.util.Objects;

/**
 * How a backup session is to be run. Immutable; each {@code with…} method gives a changed copy.
 *
 * @param context what the shadow copies are made for
 * @param type what kind of backup writers are told of
 * @param timeout how long the operations of the session may take altogether, from its opening; the time in which nothing
 *     runs counts too
 * @param atShutdown what happens to a session that is open when the JVM ends
 * @param selection which components of which writers the backup is of
 * @param metadata what becomes of what the writers say they have
 * @param patience how long the close of a session waits for a call that does not return
 */
public record BackupOptions(
        SnapshotContext context,
        BackupType type,
        Duration timeout,
        AtShutdown atShutdown,
        ComponentSelection selection,
        Metadata metadata,
        Duration patience) {

    /** What happens to a session that is open when the JVM ends. */
    public enum AtShutdown {
        /** A shutdown hook closes it, beside all others that are open; it waits 10 seconds at most for all together. */
        CLOSE,
        /** Nothing: the program has a shutdown hook of its own, which closes it. */
        LEAVE_TO_PROGRAM
    }

    /** What becomes of what the writers say they have, once the snapshot set is started and VSS knows it no more. */
    public enum Metadata {
        /** It is read only if it is asked for, or needed for the selection, and cannot be asked for later. */
        GIVEN_BACK,
        /** It is read when the snapshot set is started, and {@link BackupSession#writers()} has it from then on. */
        KEPT
    }

    /** Longer than any session lasts. */
    static final Duration UNLIMITED = Duration.ofSeconds(Long.MAX_VALUE);

    private static final BackupOptions DEFAULTS = new BackupOptions(
            SnapshotContext.BACKUP,
            BackupType.COPY,
            UNLIMITED,
            AtShutdown.CLOSE,
            ComponentSelection.none(),
            Metadata.GIVEN_BACK,
            Duration.ofSeconds(5));

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the timeout or the patience is negative
     */
    public BackupOptions {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(atShutdown, "atShutdown");
        Objects.requireNonNull(selection, "selection");
        Objects.requireNonNull(metadata, "metadata");
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("The timeout is negative: " + timeout);
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("The patience is negative: " + patience);
        }
    }

    /**
     * With writers, of the type {@link BackupType#COPY}, of whole volumes, without a timeout, closed by a shutdown hook, and with a patience
     * of 5 seconds. A full backup would let databases truncate their logs and move the base of their differential backups.
     *
     * @return the defaults
     */
    public static BackupOptions defaults() {
        return DEFAULTS;
    }

    /**
     * These options with another context.
     *
     * @param newContext what the shadow copies are made for
     * @return the changed copy
     */
    public BackupOptions withContext(SnapshotContext newContext) {
        return new BackupOptions(newContext, type, timeout, atShutdown, selection, metadata, patience);
    }

    /**
     * These options with another type.
     *
     * @param newType what kind of backup writers are told of
     * @return the changed copy
     */
    public BackupOptions withType(BackupType newType) {
        return new BackupOptions(context, newType, timeout, atShutdown, selection, metadata, patience);
    }

    /**
     * These options with another timeout.
     *
     * @param newTimeout how long the calls and operations of the session may take altogether, from its opening; when it is
     *     up, no step is begun any more
     * @return the changed copy
     * @throws IllegalArgumentException if the timeout is negative
     */
    public BackupOptions withTimeout(Duration newTimeout) {
        return new BackupOptions(context, type, newTimeout, atShutdown, selection, metadata, patience);
    }

    /**
     * These options with another behaviour at the end of the JVM.
     *
     * @param newAtShutdown what happens to a session that is open then
     * @return the changed copy
     */
    public BackupOptions withAtShutdown(AtShutdown newAtShutdown) {
        return new BackupOptions(context, type, timeout, newAtShutdown, selection, metadata, patience);
    }

    /**
     * These options with another selection.
     *
     * @param newSelection which components of which writers the backup is of
     * @return the changed copy
     */
    public BackupOptions withSelection(ComponentSelection newSelection) {
        return new BackupOptions(context, type, timeout, atShutdown, newSelection, metadata, patience);
    }

    /**
     * These options with another fate of what the writers say they have.
     *
     * @param newMetadata what becomes of it
     * @return the changed copy
     */
    public BackupOptions withMetadata(Metadata newMetadata) {
        return new BackupOptions(context, type, timeout, atShutdown, selection, newMetadata, patience);
    }

    /**
     * These options with another patience.
     *
     * @param newPatience how long the close of a session waits for a call that does not return, before it leaves the end of
     *     the session to be made when that has returned
     * @return the changed copy
     * @throws IllegalArgumentException if the patience is negative
     */
    public BackupOptions withPatience(Duration newPatience) {
        return new BackupOptions(context, type, timeout, atShutdown, selection, metadata, newPatience);
    }
}
