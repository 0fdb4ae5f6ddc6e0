package org.vss4j.writer;

import java.util.List;
import java.util.Objects;

/**
 * How a writer's files are to be restored.
 *
 * @param type when and how files are replaced
 * @param service the service to be stopped meanwhile, or empty
 * @param userProcedure a document or procedure that tells a person what to do, or empty
 * @param writerRestore when the writer takes part
 * @param rebootRequired whether the machine has to be restarted afterwards
 * @param alternateLocations where files may be restored to instead: each with its
 *     {@linkplain FileSet#alternateLocation() alternate location}
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/vsbackup/nf-vsbackup-ivssexaminewritermetadata-getrestoremethod">
 *     IVssExamineWriterMetadata::GetRestoreMethod</a>
 */
public record RestoreMethod(
        Type type,
        String service,
        String userProcedure,
        WriterRestore writerRestore,
        boolean rebootRequired,
        List<FileSet> alternateLocations) {

    /** Copies the list, and checks that nothing is null. */
    public RestoreMethod {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(userProcedure, "userProcedure");
        Objects.requireNonNull(writerRestore, "writerRestore");
        alternateLocations = List.copyOf(alternateLocations);
    }

    /**
     * A method in which the writer never takes part.
     *
     * @param type when and how files are replaced
     * @return the method, without a service, a procedure, a restart or alternate locations
     */
    public static RestoreMethod of(Type type) {
        return new RestoreMethod(type, "", "", WriterRestore.NEVER, false, List.of());
    }

    /** When and how files are replaced, as a {@code VSS_RESTOREMETHOD_ENUM}. */
    public enum Type {
        /** Not said. */
        UNDEFINED(0),
        /** If none of the files is there. */
        RESTORE_IF_NOT_THERE(1),
        /** If all files can be replaced. */
        RESTORE_IF_CAN_REPLACE(2),
        /** The service is stopped, the files are replaced, the service is started. */
        STOP_RESTORE_START(3),
        /** To the alternate location. */
        RESTORE_TO_ALTERNATE_LOCATION(4),
        /** When the machine starts the next time. */
        RESTORE_AT_REBOOT(5),
        /** When the machine starts the next time, if they cannot be replaced now. */
        RESTORE_AT_REBOOT_IF_CANNOT_REPLACE(6),
        /** In a way of the writer's own, which its documentation tells. */
        CUSTOM(7),
        /** The files are replaced, then the service is stopped and started. */
        RESTORE_STOP_START(8);

        private final int value;

        Type(int value) {
            this.value = value;
        }

        /**
         * The number that Microsoft gives it.
         *
         * @return a {@code VSS_RESTOREMETHOD_ENUM}
         */
        public int value() {
            return value;
        }

        /**
         * The constant with a number.
         *
         * @param value a {@code VSS_RESTOREMETHOD_ENUM}
         * @return the constant; {@link #UNDEFINED} for a number that is none
         */
        public static Type of(int value) {
            for (Type constant : values()) {
                if (constant.value == value) {
                    return constant;
                }
            }
            return UNDEFINED;
        }
    }
}
