package org.vss4j.internal.state;

/** Watches the cleaning up after dead processes. What a method throws ends it, and reaches its caller unchanged. */
@FunctionalInterface
public interface RecoveryObserver {

    /** Takes one line for each thing that was undone, and for each that could not be. */
    void report(String line);

    /** Called often, also while another process holds everything up. An unchecked exception from here ends the wait. */
    default void checkpoint() {}
}
