package org.vss4j.requester;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a backup session is to be run. Immutable; each {@code with…} method gives a changed copy. */
public final class BackupOptions {

    /** What happens to a session that is open when the JVM ends. */
    public enum AtShutdown {
        /**
         * A shutdown hook closes it, beside all others that are open, and waits for their ends, also for those whose close was
         * left by its caller: 10 seconds at most for all together. What has not ended then is named in a line of the log; but
         * {@code java.util.logging} closes its handlers by a hook of its own, and may write nothing any more.
         */
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

    private static final BackupOptions DEFAULTS = new BackupOptions(new Values(
            SnapshotContext.BACKUP,
            BackupType.COPY,
            UNLIMITED,
            AtShutdown.CLOSE,
            ComponentSelection.none(),
            Metadata.GIVEN_BACK,
            Duration.ofSeconds(5)));

    private final Values values;

    private BackupOptions(Values values) {
        this.values = values;
    }

    /** What there is to choose: not a record of its own, whose constructor would be for everybody, and could not grow. */
    private record Values(
            SnapshotContext context,
            BackupType type,
            Duration timeout,
            AtShutdown atShutdown,
            ComponentSelection selection,
            Metadata metadata,
            Duration patience) {

        Values {
            Objects.requireNonNull(context, "context");
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(atShutdown, "atShutdown");
            Objects.requireNonNull(selection, "selection");
            Objects.requireNonNull(metadata, "metadata");
            requireNotNegative("timeout", timeout);
            requireNotNegative("patience", patience);
        }

        private static void requireNotNegative(String name, Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("The " + name + " is negative: " + value);
            }
        }
    }

    /**
     * What the shadow copies are made for.
     *
     * @return the context
     */
    public SnapshotContext context() {
        return values.context;
    }

    /**
     * What kind of backup writers are told of.
     *
     * @return the type
     */
    public BackupType type() {
        return values.type;
    }

    /**
     * How long the calls and operations of the session may take altogether, from its opening; the time in which nothing runs
     * counts too.
     *
     * @return the timeout; longer than any session lasts if there is none
     */
    public Duration timeout() {
        return values.timeout;
    }

    /**
     * What happens to a session that is open when the JVM ends.
     *
     * @return the behaviour
     */
    public AtShutdown atShutdown() {
        return values.atShutdown;
    }

    /**
     * Which components of which writers the backup is of.
     *
     * @return the selection
     */
    public ComponentSelection selection() {
        return values.selection;
    }

    /**
     * What becomes of what the writers say they have.
     *
     * @return its fate
     */
    public Metadata metadata() {
        return values.metadata;
    }

    /**
     * How long the close of a session waits for a call that does not return.
     *
     * @return the patience
     */
    public Duration patience() {
        return values.patience;
    }

    /**
     * With writers, of the type {@link BackupType#COPY}, of whole volumes, without a timeout, closed by a shutdown hook, and
     * with a patience of 5 seconds. A full backup would let databases truncate their logs and move the base of their
     * differential backups.
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
        return new BackupOptions(new Values(
                newContext,
                values.type,
                values.timeout,
                values.atShutdown,
                values.selection,
                values.metadata,
                values.patience));
    }

    /**
     * These options with another type.
     *
     * @param newType what kind of backup writers are told of
     * @return the changed copy
     */
    public BackupOptions withType(BackupType newType) {
        return new BackupOptions(new Values(
                values.context,
                newType,
                values.timeout,
                values.atShutdown,
                values.selection,
                values.metadata,
                values.patience));
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
        return new BackupOptions(new Values(
                values.context,
                values.type,
                newTimeout,
                values.atShutdown,
                values.selection,
                values.metadata,
                values.patience));
    }

    /**
     * These options with another behaviour at the end of the JVM.
     *
     * @param newAtShutdown what happens to a session that is open then
     * @return the changed copy
     */
    public BackupOptions withAtShutdown(AtShutdown newAtShutdown) {
        return new BackupOptions(new Values(
                values.context,
                values.type,
                values.timeout,
                newAtShutdown,
                values.selection,
                values.metadata,
                values.patience));
    }

    /**
     * These options with another selection.
     *
     * @param newSelection which components of which writers the backup is of
     * @return the changed copy
     */
    public BackupOptions withSelection(ComponentSelection newSelection) {
        return new BackupOptions(new Values(
                values.context,
                values.type,
                values.timeout,
                values.atShutdown,
                newSelection,
                values.metadata,
                values.patience));
    }

    /**
     * These options with another fate of what the writers say they have.
     *
     * @param newMetadata what becomes of it
     * @return the changed copy
     */
    public BackupOptions withMetadata(Metadata newMetadata) {
        return new BackupOptions(new Values(
                values.context,
                values.type,
                values.timeout,
                values.atShutdown,
                values.selection,
                newMetadata,
                values.patience));
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
        return new BackupOptions(new Values(
                values.context,
                values.type,
                values.timeout,
                values.atShutdown,
                values.selection,
                values.metadata,
                newPatience));
    }

    @Override
    @SuppressWarnings("exports") // An annotation, without which others compile as well.
    public boolean equals(@Nullable Object other) {
        return other instanceof BackupOptions options && values.equals(options.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        String timeout = values.timeout.equals(UNLIMITED) ? "none" : values.timeout.toString();
        return "BackupOptions[context=" + values.context + ", type=" + values.type + ", timeout=" + timeout
                + ", atShutdown="
                + values.atShutdown + ", selection=" + values.selection + ", metadata=" + values.metadata
                + ", patience="
                + values.patience + ']';
    }
}
