package org.vss4j.simulator;

import org.vss4j.HResult;

/** What goes wrong when a method is called. Immutable. */
public sealed interface Fault {

    /**
     * The call returns a code and does nothing else.
     *
     * @param code what it returns
     */
    record Returns(HResult code) implements Fault {}

    /**
     * The call begins its operation, which fails when its duration is over.
     *
     * @param error the operation's error
     */
    record Fails(HResult error) implements Fault {
        /**
         * Checks the error.
         *
         * @throws IllegalArgumentException if the code says success
         */
        public Fails {
            if (!error.isFailure()) {
                throw new IllegalArgumentException(error + " is not an error code");
            }
        }
    }

    /** The call begins its operation, which never ends by itself. It can be cancelled. */
    record Hangs() implements Fault {}

    /**
     * The call begins its operation, which cannot be cancelled while it is pending.
     *
     * @param code what {@code Cancel} returns
     */
    record RefusesCancel(HResult code) implements Fault {}
}
