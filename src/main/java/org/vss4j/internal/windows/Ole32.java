package org.vss4j.internal.windows;

import static org.vss4j.internal.trace.FlightRecording.begun;
import static org.vss4j.internal.trace.FlightRecording.ended;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.vss4j.internal.bindings.CoGetApartmentTypeFn;
import org.vss4j.internal.bindings.CoIncrementMTAUsageFn;
import org.vss4j.internal.bindings.CoInitializeSecurityFn;
import org.vss4j.internal.bindings.Vssapi;

/** The functions of ole32.dll that a requester needs, on Windows only. Each returns the HRESULT as it came. */
public final class Ole32 {
    private static final SystemLibrary LIBRARY = new SystemLibrary("ole32.dll");
    private static final MemorySegment CO_GET_APARTMENT_TYPE = LIBRARY.function("CoGetApartmentType");
    private static final MemorySegment CO_INCREMENT_MTA_USAGE = LIBRARY.function("CoIncrementMTAUsage");
    private static final MemorySegment CO_INITIALIZE_SECURITY = LIBRARY.function("CoInitializeSecurity");

    private Ole32() {}

    /**
     * Whether the current thread is in a single-threaded apartment. A thread in none at all is not.
     *
     * @param memory 8 bytes, for what the call gives
     */
    public static boolean isSingleThreaded(MemorySegment memory) {
        MemorySegment qualifier = memory.asSlice(Integer.BYTES);
        int result = CoGetApartmentTypeFn.invoke(CO_GET_APARTMENT_TYPE, memory, qualifier);
        int apartment = memory.get(ValueLayout.JAVA_INT, 0);
        return result >= 0 && (apartment == Vssapi.APTTYPE_STA() || apartment == Vssapi.APTTYPE_MAINSTA());
    }

    /** Keeps the multi-threaded apartment alive for as long as the process lives. */
    public static int incrementMtaUsage() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cookie = arena.allocate(ValueLayout.ADDRESS);
            return ended(begun(), "CoIncrementMTAUsage", CoIncrementMTAUsageFn.invoke(CO_INCREMENT_MTA_USAGE, cookie));
        }
    }

    /**
     * Sets the process's security as a requester needs it, for the writers call back into the requester: packets
     * encrypted, identity impersonated, static cloaking.
     */
    public static int initializeSecurity() {
        int anyAuthenticationService = -1;
        return ended(
                begun(),
                "CoInitializeSecurity",
                CoInitializeSecurityFn.invoke(
                        CO_INITIALIZE_SECURITY,
                        MemorySegment.NULL,
                        anyAuthenticationService,
                        MemorySegment.NULL,
                        MemorySegment.NULL,
                        Vssapi.RPC_C_AUTHN_LEVEL_PKT_PRIVACY(),
                        Vssapi.RPC_C_IMP_LEVEL_IMPERSONATE(),
                        MemorySegment.NULL,
                        Vssapi.EOAC_STATIC_CLOAKING(),
                        MemorySegment.NULL));
    }
}
