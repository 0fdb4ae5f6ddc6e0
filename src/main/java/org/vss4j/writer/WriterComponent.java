package org.vss4j.writer;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A part of a writer's data that is backed up and restored as a whole ({@code IVssWMComponent}). Its icon is not read.
 *
 * @param type what it is
 * @param logicalPath where it stands in the writer's hierarchy of components: names parted by {@code \}; empty at the
 *     top
 * @param name its name, which is unique in its logical path
 * @param caption what people may be told, or empty
 * @param attributes what it is for, and what it asks for
 * @param flags {@code VSS_COMPONENT_FLAGS} bits
 * @param files the files of a group of files
 * @param databaseFiles the files of a database
 * @param databaseLogFiles the log files of a database
 * @param dependencies the components without which this one is of no use
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/vsbackup/ns-vsbackup-vss_componentinfo">VSS_COMPONENTINFO</a>
 */
public record WriterComponent(
        ComponentType type,
        String logicalPath,
        String name,
        String caption,
        Set<Attribute> attributes,
        int flags,
        List<FileSet> files,
        List<FileSet> databaseFiles,
        List<FileSet> databaseLogFiles,
        List<ComponentDependency> dependencies) {

    /** What a component is for, and what it asks for. */
    public enum Attribute {
        /** There is private metadata of the writer to be given back at a restore. */
        RESTORE_METADATA,
        /** The writer wants to know when the backup is complete. */
        NOTIFY_ON_BACKUP_COMPLETE,
        /** It can be included in a backup or left out. */
        SELECTABLE,
        /** It can be restored without the components above it. */
        SELECTABLE_FOR_RESTORE
    }

    /** Copies the collections, and checks that nothing is null. */
    public WriterComponent {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(logicalPath, "logicalPath");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(caption, "caption");
        // In their own order, which a copy by Set.copyOf would not keep.
        EnumSet<Attribute> ordered = EnumSet.noneOf(Attribute.class);
        ordered.addAll(attributes);
        attributes = Collections.unmodifiableSet(ordered);
        files = List.copyOf(files);
        databaseFiles = List.copyOf(databaseFiles);
        databaseLogFiles = List.copyOf(databaseLogFiles);
        dependencies = List.copyOf(dependencies);
    }

    /**
     * A database that can be selected.
     *
     * @param logicalPath its logical path, or empty
     * @param name its name
     * @return the database, without files
     */
    public static WriterComponent database(String logicalPath, String name) {
        return selectable(ComponentType.DATABASE, logicalPath, name);
    }

    /**
     * A group of files that can be selected.
     *
     * @param logicalPath its logical path, or empty
     * @param name its name
     * @return the group, without files
     */
    public static WriterComponent fileGroup(String logicalPath, String name) {
        return selectable(ComponentType.FILE_GROUP, logicalPath, name);
    }

    private static WriterComponent selectable(ComponentType type, String logicalPath, String name) {
        return new WriterComponent(
                type,
                logicalPath,
                name,
                "",
                EnumSet.of(Attribute.SELECTABLE),
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /**
     * Tells whether the component can be included in a backup or left out.
     *
     * @return whether it can
     */
    public boolean isSelectable() {
        return attributes.contains(Attribute.SELECTABLE);
    }

    /**
     * The logical path of the components below this one, by which it is told from all others of its writer.
     *
     * @return the logical path and the name, parted by {@code \}, without one at the beginning
     */
    public String fullPath() {
        return fullPath(logicalPath, name);
    }

    /**
     * The full path of a component.
     *
     * @param logicalPath its logical path, or empty
     * @param name its name
     * @return both, parted by {@code \}, without one at the beginning
     */
    public static String fullPath(String logicalPath, String name) {
        return ComponentPath.of(logicalPath, name);
    }

    /**
     * Tells whether a text is this component's full path. Capital and small letters are the same, and a {@code \} at the
     * beginning or the end means nothing.
     *
     * @param path a path
     * @return whether it leads to this component
     */
    public boolean hasFullPath(String path) {
        return ComponentPath.isSame(fullPath(), path);
    }

    /**
     * Tells whether this component stands at or below a logical path. Capital and small letters are the same, and a
     * {@code \} at the beginning or the end means nothing.
     *
     * @param path a logical path; the empty one is that of all components
     * @return whether this one's logical path is it, or leads on from it
     */
    public boolean isBelow(String path) {
        return path.isEmpty() || ComponentPath.leadsThrough(logicalPath, path);
    }

    /**
     * Tells whether another component stands below this one, directly or not.
     *
     * @param other a component of the same writer
     * @return whether this one's full path is, or leads to, the other's logical path
     */
    public boolean isAncestorOf(WriterComponent other) {
        return ComponentPath.leadsThrough(other.logicalPath, fullPath());
    }

    /**
     * This component with another caption.
     *
     * @param newCaption what people may be told
     * @return the changed copy
     */
    public WriterComponent withCaption(String newCaption) {
        return new WriterComponent(
                type,
                logicalPath,
                name,
                newCaption,
                attributes,
                flags,
                files,
                databaseFiles,
                databaseLogFiles,
                dependencies);
    }

    /**
     * This component with other attributes.
     *
     * @param newAttributes all that it has; without {@link Attribute#SELECTABLE} it goes with the component above it
     * @return the changed copy
     */
    public WriterComponent withAttributes(Attribute... newAttributes) {
        EnumSet<Attribute> all = EnumSet.noneOf(Attribute.class);
        all.addAll(List.of(newAttributes));
        return new WriterComponent(
                type, logicalPath, name, caption, all, flags, files, databaseFiles, databaseLogFiles, dependencies);
    }

    /**
     * This component with other files.
     *
     * @param newFiles the files of a group of files
     * @return the changed copy
     */
    public WriterComponent withFiles(FileSet... newFiles) {
        return new WriterComponent(
                type,
                logicalPath,
                name,
                caption,
                attributes,
                flags,
                List.of(newFiles),
                databaseFiles,
                databaseLogFiles,
                dependencies);
    }

    /**
     * This component with other database files.
     *
     * @param newFiles the files of a database
     * @return the changed copy
     */
    public WriterComponent withDatabaseFiles(FileSet... newFiles) {
        return new WriterComponent(
                type,
                logicalPath,
                name,
                caption,
                attributes,
                flags,
                files,
                List.of(newFiles),
                databaseLogFiles,
                dependencies);
    }

    /**
     * This component with other log files.
     *
     * @param newFiles the log files of a database
     * @return the changed copy
     */
    public WriterComponent withDatabaseLogFiles(FileSet... newFiles) {
        return new WriterComponent(
                type,
                logicalPath,
                name,
                caption,
                attributes,
                flags,
                files,
                databaseFiles,
                List.of(newFiles),
                dependencies);
    }

    /**
     * This component with other dependencies.
     *
     * @param newDependencies the components without which this one is of no use
     * @return the changed copy
     */
    public WriterComponent withDependencies(ComponentDependency... newDependencies) {
        return new WriterComponent(
                type,
                logicalPath,
                name,
                caption,
                attributes,
                flags,
                files,
                databaseFiles,
                databaseLogFiles,
                List.of(newDependencies));
    }
}
