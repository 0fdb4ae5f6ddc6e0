package org.vss4j.simulator;

import java.util.UUID;

/** The names of device objects: as Windows has them, and no paths. */
final class SimulatedDevice {
    private static final String PREFIX = "\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy";

    private SimulatedDevice() {}

    /**
     * The device object of a copy. It follows from what is random in the id, so that all processes name it alike, and no two
     * copies have the same.
     */
    static String of(UUID copyId) {
        return PREFIX + (copyId.getMostSignificantBits() >>> 16);
    }
}
