package org.vss4j.cli.output;

import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Reason;

/**
 * What went wrong.
 *
 * @param hresult VSS's code, or null
 * @param operation what failed, or null
 * @param message one line
 */
public record Problem(@Nullable HResult hresult, @Nullable String operation, String message) {

    /** Whatever names are in the message, it stays one line. */
    public Problem {
        message = PathText.oneLine(message);
    }

    /** What no code of VSS says. */
    public static Problem of(String message) {
        return new Problem(null, null, message);
    }

    public static Problem of(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return of("out of memory (" + e.getMessage() + "): give the JVM more, such as -Xmx1g");
        }
        if (e instanceof VssException vss) {
            return new Problem(vss.hresult(), vss.operation(), message(vss) + " " + vss.advice());
        }
        if (e instanceof UncheckedIOException unchecked && saysNothing(unchecked)) {
            return of(Objects.requireNonNull(unchecked.getCause()));
        }
        if (e instanceof FileSystemException file && file.getReason() == null && file.getFile() != null) {
            // Of these the JDK says no more than the file.
            return of(file.getFile() + ": " + Reason.of(file));
        }
        return of(message(e));
    }

    private static String message(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static boolean saysNothing(UncheckedIOException e) {
        return String.valueOf(e.getCause()).equals(e.getMessage());
    }

    /** The fields for programs. */
    public Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("hresult", hresult == null ? null : hresult.hex());
        fields.put("name", hresult == null || !hresult.isKnown() ? null : hresult.name());
        fields.put("operation", operation);
        fields.put("message", message);
        return fields;
    }
}
