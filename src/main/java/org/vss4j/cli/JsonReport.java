package org.vss4j.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.requester.ShadowCopy;

/** A {@link CopyReport} as one line of JSON. */
final class JsonReport {
    /** The version of this format: raised when a field changes its meaning or goes. */
    private static final int SCHEMA = 1;

    private JsonReport() {}

    static String of(CopyReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("schema", SCHEMA);
            json.writeStringField("outcome", report.outcome().word());
            writeNullable(json, "provider", report.provider());
            writeNullable(
                    json,
                    "snapshotSetId",
                    report.shadowCopies().isEmpty()
                            ? null
                            : report.shadowCopies().getFirst().setId().toString());
            json.writeArrayFieldStart("shadowCopies");
            for (ShadowCopy copy : report.shadowCopies()) {
                write(json, copy);
            }
            json.writeEndArray();
            json.writeNumberField("files", report.files());
            json.writeNumberField("bytes", report.bytes());
            json.writeArrayFieldStart("unreadable");
            for (CopyReport.Unreadable unreadable : report.unreadable()) {
                json.writeStartObject();
                json.writeStringField("path", unreadable.path());
                json.writeStringField("reason", unreadable.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("unreadableCount", report.unreadableCount());
            json.writeNumberField("elapsedMillis", report.elapsedMillis());
            write(json, report.error());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, ShadowCopy copy) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", copy.id().toString());
        json.writeStringField("volume", copy.volume().toString());
        json.writeStringField("deviceObject", copy.deviceObject());
        json.writeStringField("createdAt", copy.createdAt().toString());
        json.writeEndObject();
    }

    static void write(JsonGenerator json, CopyReport.@Nullable Problem error) throws IOException {
        if (error == null) {
            json.writeNullField("error");
            return;
        }
        HResult hresult = error.hresult();
        json.writeObjectFieldStart("error");
        writeNullable(json, "hresult", hresult == null ? null : hresult.hex());
        writeNullable(json, "name", hresult == null || !hresult.isKnown() ? null : hresult.name());
        writeNullable(json, "operation", error.operation());
        json.writeStringField("message", error.message());
        json.writeEndObject();
    }

    static void writeNullable(JsonGenerator json, String field, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(field);
        } else {
            json.writeStringField(field, value);
        }
    }
}
