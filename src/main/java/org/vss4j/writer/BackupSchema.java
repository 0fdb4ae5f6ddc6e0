package org.vss4j.writer;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a writer can do, as a mask of {@code VSS_BACKUP_SCHEMA} bits.
 *
 * @param mask the bits, those included that have no name here; zero if the writer says nothing
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vss/ne-vss-vss_backup_schema">VSS_BACKUP_SCHEMA</a>
 */
public record BackupSchema(int mask) {
    /** A writer that says nothing: it supports simple full backups. */
    public static final BackupSchema UNDEFINED = new BackupSchema(0);

    /** One thing that a writer can do. */
    public enum Feature {
        /** Differential backups. */
        DIFFERENTIAL(0x1),
        /** Incremental backups. */
        INCREMENTAL(0x2),
        /** Incremental and differential backups, but not both in one series. */
        EXCLUSIVE_INCREMENTAL_DIFFERENTIAL(0x4),
        /** Backups of log files. */
        LOG(0x8),
        /** Copies that leave no trace in its history. */
        COPY(0x10),
        /** Stamps that tell one backup from another. */
        TIMESTAMPED(0x20),
        /** Differenced files by the time of their last change. */
        LAST_MODIFY(0x40),
        /** Differenced files by log sequence numbers. */
        LSN(0x80),
        /** Restores to a new target. */
        NEW_TARGET(0x100),
        /** Restores to another place of the same machine. */
        RESTORE_WITH_MOVE(0x200),
        /** A system state that is backed up on its own. */
        INDEPENDENT_SYSTEM_STATE(0x400),
        /** Restores that roll forward. */
        ROLL_FORWARD_RESTORE(0x1000),
        /** Restores under a new name. */
        RESTORE_RENAME(0x2000),
        /** Authoritative restores. */
        AUTHORITATIVE_RESTORE(0x4000),
        /** Several restores at once. */
        PARALLEL_RESTORES(0x8000);

        private final int bit;

        Feature(int bit) {
            this.bit = bit;
        }
    }

    /**
     * A mask of features.
     *
     * @param features what the writer can do
     * @return the mask
     */
    public static BackupSchema of(Feature... features) {
        int mask = 0;
        for (Feature feature : features) {
            mask |= feature.bit;
        }
        return new BackupSchema(mask);
    }

    /**
     * Tells whether the writer can do something.
     *
     * @param feature what
     * @return whether its bit is set
     */
    public boolean supports(Feature feature) {
        return (mask & feature.bit) != 0;
    }

    /**
     * What the writer can do.
     *
     * @return the features whose bits are set
     */
    public Set<Feature> features() {
        EnumSet<Feature> features = EnumSet.noneOf(Feature.class);
        for (Feature feature : Feature.values()) {
            if (supports(feature)) {
                features.add(feature);
            }
        }
        return features;
    }
}
