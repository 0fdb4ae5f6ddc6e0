package org.vss4j.internal.state;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Shadow copies of one set that a process of ours makes, or made, and that nobody has given back.
 *
 * @param setId the set's id
 * @param service who makes them, by a name that the next process understands
 * @param context the argument of SetContext
 * @param begun when the record was made, before the copies
 * @param state what became of their process
 * @param copies the names of the volumes, by the ids of the copies
 */
public record OrphanRecord(
        UUID setId, String service, int context, Instant begun, State state, Map<UUID, String> copies) {
    /** What became of the process that made the copies. */
    public enum State {
        /** It has not said that it was done with them. */
        UNFINISHED,
        /** It left them on purpose. */
        KEPT
    }

    /** Keeps the order of the copies. */
    public OrphanRecord {
        copies = Collections.unmodifiableMap(new LinkedHashMap<>(copies));
    }

    /** This record with another state. */
    public OrphanRecord withState(State newState) {
        return new OrphanRecord(setId, service, context, begun, newState, copies);
    }

    /** This record with other copies. */
    OrphanRecord withCopies(Map<UUID, String> newCopies) {
        return new OrphanRecord(setId, service, context, begun, state, newCopies);
    }

    /** The record as lines of ASCII. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("set=" + setId);
        lines.add("service=" + encode(service));
        lines.add("context=" + Integer.toHexString(context));
        lines.add("begun=" + begun);
        lines.add("state=" + state.name().toLowerCase(Locale.ROOT));
        lines.add("copies=" + copies.size());
        copies.forEach((id, volume) -> lines.add("copy=" + id + " " + encode(volume)));
        return lines;
    }

    /**
     * Returns the record whose {@link #lines} these are.
     *
     * @throws IllegalArgumentException if they are no record's
     */
    static OrphanRecord of(List<String> lines) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<UUID, String> copies = new LinkedHashMap<>();
        for (String line : lines) {
            String[] parts = line.split("=", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException("'" + line + "' has no '='");
            }
            if (parts[0].equals("copy")) {
                String[] copy = parts[1].split(" ", 2);
                copies.put(UUID.fromString(copy[0]), decode(copy[copy.length - 1]));
            } else {
                values.put(parts[0], parts[1]);
            }
        }
        if (copies.size() != Integer.parseInt(required(values.get("copies"), "copies"))) {
            throw new IllegalArgumentException("it has " + copies.size() + " copies, and should have others too");
        }
        try {
            return new OrphanRecord(
                    UUID.fromString(required(values.get("set"), "set")),
                    decode(required(values.get("service"), "service")),
                    Integer.parseUnsignedInt(required(values.get("context"), "context"), 16),
                    Instant.parse(required(values.get("begun"), "begun")),
                    State.valueOf(required(values.get("state"), "state").toUpperCase(Locale.ROOT)),
                    copies);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static String required(@Nullable String value, String key) {
        if (value == null) {
            throw new IllegalArgumentException("it does not say '" + key + "='");
        }
        return value;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
