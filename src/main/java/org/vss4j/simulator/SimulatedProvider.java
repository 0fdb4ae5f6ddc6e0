package org.vss4j.simulator;

import java.util.UUID;
import org.vss4j.HResult;
import org.vss4j.internal.com.read.ProviderProperties;

/** The one provider. */
final class SimulatedProvider {
    static final UUID ID = UUID.fromString("6b1f3f4e-0f0b-4b7e-9c57-76d1a5d3b3a4");
    private static final HResult VOLUME_NOT_SUPPORTED_BY_PROVIDER = HResult.of(0x8004230E);
    static final HResult NOT_REGISTERED = HResult.of(0x80042304);

    private static final int SOFTWARE = 2;

    static final ProviderProperties PROPERTIES = new ProviderProperties(
            ID,
            "vss4j simulator",
            SOFTWARE,
            "1.0",
            UUID.fromString("7f1d6b0a-93b5-4f6c-8c7b-0f4f1f6e2d11"),
            UUID.fromString("0d6a2c5e-6a1b-4c83-9a44-5e8b5d0f7c22"));

    private static final UUID ANY = new UUID(0, 0);

    private SimulatedProvider() {}

    /** The error for a volume of which nobody makes copies, if that provider was asked for. */
    static HResult unsupportedBy(UUID id) {
        return id.equals(ANY) ? HResult.VSS_E_VOLUME_NOT_SUPPORTED : VOLUME_NOT_SUPPORTED_BY_PROVIDER;
    }

    /** Whether an id is that of the provider, or leaves the choice to the service. */
    static boolean is(UUID id) {
        return id.equals(ANY) || id.equals(ID);
    }
}
