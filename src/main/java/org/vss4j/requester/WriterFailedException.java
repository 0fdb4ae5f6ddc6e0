package org.vss4j.requester;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vss4j.VssException;

/**
 * A writer failed that is {@linkplain ComponentSelection#require(String) required}, or of which a component is. The message names the writer, its state,
 * the code, and what the program says.
 */
public final class WriterFailedException extends VssException {
    private static final long serialVersionUID = 1L;

    /** Not serialized, as codes are not. */
    private final transient @Nullable List<WriterFailure> failures;

    WriterFailedException(String operation, List<WriterFailure> failures) {
        super(operation, failures.getFirst().error(), failures.getFirst().detail());
        this.failures = List.copyOf(failures);
    }

    /**
     * The failure that the message tells.
     *
     * @return the first of {@link #failures()}
     * @throws java.util.NoSuchElementException in an exception that was deserialized
     */
    public WriterFailure failure() {
        return failures().getFirst();
    }

    /**
     * All failures of what is required.
     *
     * @return one or more; none in an exception that was deserialized
     */
    public List<WriterFailure> failures() {
        List<WriterFailure> known = failures;
        return known == null ? List.of() : known;
    }
}
