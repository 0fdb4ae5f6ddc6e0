package org.vss4j.simulator;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.writer.WriterState;

/** With which failure each writer of a machine was left by the last backup that told it something. Safe for use by many threads. */
final class WriterFailures {
    /**
     * A failure.
     *
     * @param state the state in which it left the writer
     * @param error the writer's error, S_OK if it said none
     */
    record Failure(WriterState state, HResult error, HResult applicationError, String applicationMessage) {}

    private final Map<UUID, Failure> failures = new ConcurrentHashMap<>();

    @Nullable
    Failure of(UUID instanceId) {
        return failures.get(instanceId);
    }

    void note(UUID instanceId, Failure failure) {
        failures.put(instanceId, failure);
    }

    void forget(UUID instanceId) {
        failures.remove(instanceId);
    }
}
