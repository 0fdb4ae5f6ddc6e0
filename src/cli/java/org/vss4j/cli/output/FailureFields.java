package org.vss4j.cli.output;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vss4j.requester.WriterFailure;

/** What a writer that failed says, as fields for programs. */
public final class FailureFields {
    private FailureFields() {}

    /**
     * The fields of a failure.
     *
     * @param copied whether its files were copied: yes, no, or unknown
     */
    public static Map<String, @Nullable Object> of(WriterFailure failure, String copied) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("writer", failure.writer());
        fields.put("writerId", failure.writerId());
        fields.put("instanceId", failure.instanceId());
        fields.put("component", failure.component());
        fields.put("state", failure.state());
        fields.put("hresult", failure.error().hex());
        fields.put("name", failure.error().isKnown() ? failure.error().name() : null);
        fields.put("applicationError", failure.applicationError().hex());
        fields.put("applicationMessage", failure.applicationMessage());
        fields.put("message", failure.toString());
        fields.put("copied", copied);
        return fields;
    }
}
