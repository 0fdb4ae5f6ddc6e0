package org.vss4j.writer;

import java.util.Objects;

/**
 * Files that a writer names: those in a folder, or below it, whose names match a file specification
 * ({@code IVssWMFiledesc}).
 *
 * @param path the folder, which may contain environment variables such as {@code %SystemRoot%}
 * @param fileSpec the names, with the wildcards {@code *} and {@code ?}
 * @param recursive whether files in the folder's subfolders belong to it
 * @param alternateLocation where the files are in fact, or go to; empty if there is no such place
 * @param backupTypeMask {@code VSS_FSBT_*} bits: in which types of backup the files are needed, and must be taken from
 *     the shadow copy
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vswriter/nl-vswriter-ivsswmfiledesc">IVssWMFiledesc</a>
 */
public record FileSet(String path, String fileSpec, boolean recursive, String alternateLocation, int backupTypeMask) {
    /** VSS_FSBT_ALL_BACKUP_REQUIRED and VSS_FSBT_ALL_SNAPSHOT_REQUIRED: what a writer's files are unless it says more. */
    public static final int ALL_TYPES = 0xF0F;

    /** Checks that nothing is null. */
    public FileSet {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(fileSpec, "fileSpec");
        Objects.requireNonNull(alternateLocation, "alternateLocation");
    }

    /**
     * Files in a folder.
     *
     * @param path the folder
     * @param fileSpec their names, such as {@code *.mdf}
     * @return the files, needed in every type of backup
     */
    public static FileSet of(String path, String fileSpec) {
        return new FileSet(path, fileSpec, false, "", ALL_TYPES);
    }

    /**
     * Files in a folder and below it.
     *
     * @param path the folder
     * @param fileSpec their names, such as {@code *}
     * @return the files, needed in every type of backup
     */
    public static FileSet below(String path, String fileSpec) {
        return new FileSet(path, fileSpec, true, "", ALL_TYPES);
    }

    /**
     * These files with another place.
     *
     * @param location where they are in fact, or go to
     * @return the changed copy
     */
    public FileSet withAlternateLocation(String location) {
        return new FileSet(path, fileSpec, recursive, location, backupTypeMask);
    }

    /**
     * These files, needed in other types of backup.
     *
     * @param mask {@code VSS_FSBT_*} bits
     * @return the changed copy
     */
    public FileSet withBackupTypeMask(int mask) {
        return new FileSet(path, fileSpec, recursive, alternateLocation, mask);
    }
}
