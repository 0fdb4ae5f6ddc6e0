package org.vss4j.cli.output;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.files.PathText;

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
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return e instanceof VssException vss
                ? new Problem(vss.hresult(), vss.operation(), message + " " + vss.advice())
                : of(message);
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
