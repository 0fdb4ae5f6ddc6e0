package org.vss4j.writer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What one writer says of itself and of its data ({@code IVssExamineWriterMetadata}).
 *
 * @param instanceId tells this writer from all others that run, and is new whenever it starts
 * @param writerId the class id: the same for all writers of a program, on all machines
 * @param name the writer's name
 * @param instanceName tells several writers of one class apart, or empty
 * @param usage what its data is used for
 * @param source what kind of program its data comes from
 * @param version the version of the writer
 * @param schema what it can do
 * @param restoreMethod how its files are to be restored; empty if it does not say
 * @param components the parts of its data
 * @param excludedFiles files that are to be left out of a backup
 * @param excludedFromSnapshot files that are not in the shadow copy
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vsbackup/nl-vsbackup-ivssexaminewritermetadata">
 *     IVssExamineWriterMetadata</a>
 */
public record WriterMetadata(
        UUID instanceId,
        UUID writerId,
        String name,
        String instanceName,
        UsageType usage,
        SourceType source,
        Version version,
        BackupSchema schema,
        Optional<RestoreMethod> restoreMethod,
        List<WriterComponent> components,
        List<FileSet> excludedFiles,
        List<FileSet> excludedFromSnapshot) {

    /**
     * The version of a writer.
     *
     * @param major the first number
     * @param minor the second number
     */
    public record Version(int major, int minor) {
        /** What a writer has that does not say its version. */
        public static final Version UNKNOWN = new Version(0, 0);

        @Override
        public String toString() {
            return Integer.toUnsignedString(major) + "." + Integer.toUnsignedString(minor);
        }
    }

    /** Copies the lists, and checks that nothing is null. */
    public WriterMetadata {
        Objects.requireNonNull(instanceId, "instanceId");
        Objects.requireNonNull(writerId, "writerId");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(instanceName, "instanceName");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(restoreMethod, "restoreMethod");
        components = List.copyOf(components);
        excludedFiles = List.copyOf(excludedFiles);
        excludedFromSnapshot = List.copyOf(excludedFromSnapshot);
    }

    /**
     * A writer of user data, without components. Its instance id is new, its class id that of its name: the same name has
     * the same class id.
     *
     * @param name the writer's name
     * @return the writer
     */
    public static WriterMetadata named(String name) {
        return new WriterMetadata(
                UUID.randomUUID(),
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                name,
                "",
                UsageType.USER_DATA,
                SourceType.OTHER,
                Version.UNKNOWN,
                BackupSchema.UNDEFINED,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of());
    }

    /**
     * This writer with other ids.
     *
     * @param newInstanceId tells it from all others that run
     * @param newWriterId its class id
     * @return the changed copy
     */
    public WriterMetadata withIds(UUID newInstanceId, UUID newWriterId) {
        return new WriterMetadata(
                newInstanceId,
                newWriterId,
                name,
                instanceName,
                usage,
                source,
                version,
                schema,
                restoreMethod,
                components,
                excludedFiles,
                excludedFromSnapshot);
    }

    /**
     * This writer with another instance name.
     *
     * @param newInstanceName tells several writers of one class apart
     * @return the changed copy
     */
    public WriterMetadata withInstanceName(String newInstanceName) {
        return new WriterMetadata(
                instanceId,
                writerId,
                name,
                newInstanceName,
                usage,
                source,
                version,
                schema,
                restoreMethod,
                components,
                excludedFiles,
                excludedFromSnapshot);
    }

    /**
     * This writer with other kinds.
     *
     * @param newUsage what its data is used for
     * @param newSource what kind of program its data comes from
     * @return the changed copy
     */
    public WriterMetadata withKind(UsageType newUsage, SourceType newSource) {
        return new WriterMetadata(
                instanceId,
                writerId,
                name,
                instanceName,
                newUsage,
                newSource,
                version,
                schema,
                restoreMethod,
                components,
                excludedFiles,
                excludedFromSnapshot);
    }

    /**
     * This writer with another version.
     *
     * @param newVersion the version of the writer
     * @return the changed copy
     */
    public WriterMetadata withVersion(Version newVersion) {
        return new WriterMetadata(
                instanceId,
                writerId,
                name,
                instanceName,
                usage,
                source,
                newVersion,
                schema,
                restoreMethod,
                components,
                excludedFiles,
                excludedFromSnapshot);
    }

    /**
     * This writer with another schema.
     *
     * @param newSchema what it can do
     * @return the changed copy
     */
    public WriterMetadata withSchema(BackupSchema newSchema) {
        return new WriterMetadata(
                instanceId,
                writerId,
                name,
                instanceName,
                usage,
                source,
                version,
                newSchema,
                restoreMethod,
                components,
                excludedFiles,
                excludedFromSnapshot);
    }

    /**
     * This writer with a restore method.
     *
     * @param method how its files are to be restored
     * @return the changed copy
     */
    public WriterMetadata withRestoreMethod(RestoreMethod method) {
        return new WriterMetadata(
                instanceId,
                writerId,
                name,
                instanceName,
                usage,
                source,
                version,
                schema,
                Optional.of(method),
                components,
                excludedFiles,
                excludedFromSnapshot);
    }

    /**
     * This writer with other components.
     *
     * @param newComponents the parts of its data
     * @return the changed copy
     */
    public WriterMetadata withComponents(WriterComponent... newComponents) {
        return new WriterMetadata(
                instanceId,
                writerId,
                name,
                instanceName,
                usage,
                source,
                version,
                schema,
                restoreMethod,
                List.of(newComponents),
                excludedFiles,
                excludedFromSnapshot);
    }

    /**
     * This writer with other excluded files.
     *
     * @param fromBackup files that are to be left out of a backup
     * @param fromSnapshot files that are not in the shadow copy
     * @return the changed copy
     */
    public WriterMetadata withExcluded(List<FileSet> fromBackup, List<FileSet> fromSnapshot) {
        return new WriterMetadata(
                instanceId,
                writerId,
                name,
                instanceName,
                usage,
                source,
                version,
                schema,
                restoreMethod,
                components,
                fromBackup,
                fromSnapshot);
    }
}
