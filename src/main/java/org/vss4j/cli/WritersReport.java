package org.vss4j.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vss4j.writer.WriterMetadata;

/**
 * What {@code writers} has to say at its end.
 *
 * @param outcome how it ended
 * @param provider who was asked, or null if it did not come to that
 * @param writers what the writers said
 * @param elapsedMillis how long the command took
 * @param error what went wrong, or null
 */
record WritersReport(
        Outcome outcome,
        @Nullable String provider,
        List<WriterMetadata> writers,
        long elapsedMillis,
        CopyReport.@Nullable Problem error) {}
