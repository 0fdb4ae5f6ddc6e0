package org.vss4j.requester;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.VssException;

/**
 * A writer failed that is {@linkplain ComponentSelection#require(String) required}, or of which a component is; or,
 * suppressed in another failure, writers failed in a session that made no copies. The message names the writer, its state,
 * the code, and what the program says. If several failed it tells of one whose error would come again, if there is one: so
 * the code says whether it is of use to try again.
 */
public final class WriterFailedException extends VssException {
    private static final long serialVersionUID = 1L;

    /** Not serialized, as codes are not. */
    private final transient @Nullable List<WriterFailure> failures;

    private WriterFailedException(String operation, WriterFailure told, List<WriterFailure> failures) {
        super(operation, told.error(), told.detail());
        this.failures = failures;
    }

    /**
     * Of writers that failed.
     *
     * @param failures one or more
     */
    static WriterFailedException of(String operation, List<WriterFailure> failures) {
        List<WriterFailure> decisiveFirst = failures.stream()
                .sorted(Comparator.comparing(failure -> failure.error().retry() == HResult.Retry.LATER))
                .toList();
        return new WriterFailedException(operation, decisiveFirst.getFirst(), decisiveFirst);
    }

    /** A failure of an operation that says which writers had failed before, if some had. */
    static VssException naming(VssException failure, List<WriterFailure> failed) {
        if (failed.isEmpty() || failure instanceof WriterFailedException) {
            return failure;
        }
        String named = failed.stream().map(WriterFailure::toString).collect(Collectors.joining("; "));
        VssException naming = new VssException(
                failure.operation(), failure.hresult(), failure.hresult().meaning() + " Writers had failed: " + named);
        naming.initCause(failure);
        return naming;
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
     * All failures: of what is required, or in the session; those first whose errors would come again.
     *
     * @return one or more; none in an exception that was deserialized
     */
    public List<WriterFailure> failures() {
        List<WriterFailure> known = failures;
        return known == null ? List.of() : known;
    }
}
