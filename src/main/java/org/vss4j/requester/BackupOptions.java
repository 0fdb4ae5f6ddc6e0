package org.vss4j.requester;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a backup session is to be run. Immutable; each {@code with…} method gives a changed copy.
 *
 * <p>Long, for each choice has a method that tells it and one that changes it.
 */
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

    /** Whether a backup includes the bootable system state. */
    public enum SystemState {
        /** The program backs up other files. */
        NOT_BACKED_UP,
        /**
         * The program backs up what Windows starts from, all of it: writers whose
         * {@linkplain org.vss4j.writer.UsageType usage} is the system state take part accordingly.
         */
        BACKED_UP
    }

    /** Whether a backup takes parts of files. */
    public enum PartialFiles {
        /** The program backs up files as wholes. */
        NOT_SUPPORTED,
        /** Writers may name parts of files that are enough for the backup, and the program takes these. */
        SUPPORTED
    }

    /** Longer than any session lasts. */
    static final Duration UNLIMITED = Duration.ofSeconds(Long.MAX_VALUE);

    private static final BackupOptions DEFAULTS = new BackupOptions(new Values());

    private final Values values;

    private BackupOptions(Values values) {
        this.values = values;
    }

    /** What there is to choose. Changed only by who makes options of it. */
    private static final class Values {
        private SnapshotContext context = SnapshotContext.BACKUP;
        private List<SnapshotAttribute> attributes = List.of();
        private BackupType type = BackupType.COPY;
        private Duration timeout = UNLIMITED;
        private AtShutdown atShutdown = AtShutdown.CLOSE;
        private ComponentSelection selection = ComponentSelection.none();
        private Metadata metadata = Metadata.GIVEN_BACK;
        private Duration patience = Duration.ofSeconds(5);
        private SystemState systemState = SystemState.NOT_BACKED_UP;
        private PartialFiles partialFiles = PartialFiles.NOT_SUPPORTED;
        private ProviderChoice provider = ProviderChoice.any();
        private Map<Path, ProviderChoice> providersOfVolumes = Map.of();

        Values() {}

        Values(Values other) {
            context = other.context;
            attributes = other.attributes;
            type = other.type;
            timeout = other.timeout;
            atShutdown = other.atShutdown;
            selection = other.selection;
            metadata = other.metadata;
            patience = other.patience;
            systemState = other.systemState;
            partialFiles = other.partialFiles;
            provider = other.provider;
            providersOfVolumes = other.providersOfVolumes;
        }

        /** Each by its name. */
        Map<String, Object> named() {
            Map<String, Object> named = new LinkedHashMap<>();
            named.put("context", context);
            named.put("attributes", new TreeSet<>(attributes));
            named.put("type", type);
            named.put("timeout", timeout.equals(UNLIMITED) ? "none" : timeout);
            named.put("atShutdown", atShutdown);
            named.put("selection", selection);
            named.put("metadata", metadata);
            named.put("patience", patience);
            named.put("systemState", systemState);
            named.put("partialFiles", partialFiles);
            named.put("provider", provider);
            named.put("providersOfVolumes", providersOfVolumes);
            return named;
        }
    }

    private BackupOptions with(Consumer<Values> change) {
        Values changed = new Values(values);
        change.accept(changed);
        String refusal = changed.context.refusal(changed.attributes);
        if (refusal != null) {
            throw new IllegalArgumentException(refusal);
        }
        return new BackupOptions(changed);
    }

    private static Duration notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("The " + name + " is negative: " + value);
        }
        return value;
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
     * What the shadow copies are to be like beside what comes from the context.
     *
     * @return the attributes that are asked for
     */
    public Set<SnapshotAttribute> attributes() {
        return Set.copyOf(values.attributes);
    }

    /** The argument of SetContext. */
    int contextValue() {
        int value = values.context.value();
        for (SnapshotAttribute attribute : values.attributes) {
            value |= attribute.bit();
        }
        return value;
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
     * Whether the backup includes the bootable system state, as writers are told.
     *
     * @return whether it does
     */
    public SystemState systemState() {
        return values.systemState;
    }

    /**
     * Whether the backup takes parts of files, as writers are told.
     *
     * @return whether it does
     */
    public PartialFiles partialFiles() {
        return values.partialFiles;
    }

    /**
     * Who makes the shadow copies, if nothing else is chosen for a volume.
     *
     * @return the choice
     */
    public ProviderChoice provider() {
        return values.provider;
    }

    /**
     * Who makes the shadow copies of certain volumes.
     *
     * @return the choices, by the volumes' root directories
     */
    public Map<Path, ProviderChoice> providersOfVolumes() {
        return values.providersOfVolumes;
    }

    /**
     * With writers, of the type {@link BackupType#COPY}, of whole volumes, without a timeout, closed by a shutdown hook,
     * with a patience of 5 seconds, and by the provider that VSS finds best. A full backup would let databases truncate their logs and move the base of their
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
     * @throws IllegalArgumentException if the {@link #attributes} cannot be had in it; the message says which and why
     */
    public BackupOptions withContext(SnapshotContext newContext) {
        return with(changed -> changed.context = Objects.requireNonNull(newContext));
    }

    /**
     * These options with other attributes.
     *
     * @param newAttributes what the copies are to be like beside what comes from the context; all that is asked for
     * @return the changed copy
     * @throws IllegalArgumentException if one of them cannot be asked for, or not in the context, or not beside another;
     *     the message says which and why
     */
    public BackupOptions withAttributes(Collection<SnapshotAttribute> newAttributes) {
        List<SnapshotAttribute> distinct = newAttributes.stream().distinct().toList();
        return with(changed -> changed.attributes = distinct);
    }

    /**
     * These options with another type.
     *
     * @param newType what kind of backup writers are told of
     * @return the changed copy
     */
    public BackupOptions withType(BackupType newType) {
        return with(changed -> changed.type = Objects.requireNonNull(newType));
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
        return with(changed -> changed.timeout = notNegative("timeout", newTimeout));
    }

    /**
     * These options with another behaviour at the end of the JVM.
     *
     * @param newAtShutdown what happens to a session that is open then
     * @return the changed copy
     */
    public BackupOptions withAtShutdown(AtShutdown newAtShutdown) {
        return with(changed -> changed.atShutdown = Objects.requireNonNull(newAtShutdown));
    }

    /**
     * These options with another selection.
     *
     * @param newSelection which components of which writers the backup is of
     * @return the changed copy
     */
    public BackupOptions withSelection(ComponentSelection newSelection) {
        return with(changed -> changed.selection = Objects.requireNonNull(newSelection));
    }

    /**
     * These options with another fate of what the writers say they have.
     *
     * @param newMetadata what becomes of it
     * @return the changed copy
     */
    public BackupOptions withMetadata(Metadata newMetadata) {
        return with(changed -> changed.metadata = Objects.requireNonNull(newMetadata));
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
        return with(changed -> changed.patience = notNegative("patience", newPatience));
    }

    /**
     * These options, with or without the bootable system state.
     *
     * @param newSystemState whether the backup includes it
     * @return the changed copy
     */
    public BackupOptions withSystemState(SystemState newSystemState) {
        return with(changed -> changed.systemState = Objects.requireNonNull(newSystemState));
    }

    /**
     * These options, with or without parts of files.
     *
     * @param newPartialFiles whether the backup takes them
     * @return the changed copy
     */
    public BackupOptions withPartialFiles(PartialFiles newPartialFiles) {
        return with(changed -> changed.partialFiles = Objects.requireNonNull(newPartialFiles));
    }

    /**
     * These options with another provider.
     *
     * @param newProvider who makes the shadow copies, if nothing else is chosen for a volume
     * @return the changed copy
     */
    public BackupOptions withProvider(ProviderChoice newProvider) {
        return with(changed -> changed.provider = Objects.requireNonNull(newProvider));
    }

    /**
     * These options with another provider for a volume.
     *
     * @param volume the volume's root directory; if it is not in the set, this is of no effect
     * @param newProvider who makes its shadow copies
     * @return the changed copy
     */
    public BackupOptions withProvider(Path volume, ProviderChoice newProvider) {
        Map<Path, ProviderChoice> all = new LinkedHashMap<>(values.providersOfVolumes);
        all.put(volume, Objects.requireNonNull(newProvider));
        return with(changed -> changed.providersOfVolumes = Collections.unmodifiableMap(all));
    }

    @Override
    @SuppressWarnings("exports") // An annotation, without which others compile as well.
    public boolean equals(@Nullable Object other) {
        return other instanceof BackupOptions options && values.named().equals(options.values.named());
    }

    @Override
    public int hashCode() {
        return values.named().hashCode();
    }

    @Override
    public String toString() {
        return values.named().entrySet().stream()
                .map(Object::toString)
                .collect(Collectors.joining(", ", "BackupOptions[", "]"));
    }
}
