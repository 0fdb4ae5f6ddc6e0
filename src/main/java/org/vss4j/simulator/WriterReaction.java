package org.vss4j.simulator;

import java.util.Objects;

/**
 * What a writer does when it hears an event.
 *
 * @param event when it does it
 * @param action what; it holds up the operation that tells the event, and what it throws is the writer's veto
 */
public record WriterReaction(WriterEvent event, Runnable action) {
    /** Checks that nothing is null. */
    public WriterReaction {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(action, "action");
    }
}
