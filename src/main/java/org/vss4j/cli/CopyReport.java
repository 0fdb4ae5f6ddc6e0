package org.vss4j.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.files.PathText;
import org.vss4j.requester.ShadowCopy;

/**
 * What a copy command has to say at its end.
 *
 * @param outcome how it ended
 * @param provider who took the shadow copy, or null if it did not come to that
 * @param shadowCopies the copies that were made
 * @param files how many files and links were copied
 * @param bytes how many bytes they hold
 * @param unreadable the first of what could not be read
 * @param unreadableCount how much could not be read
 * @param elapsedMillis how long the command took
 * @param error what went wrong, or null
 */
record CopyReport(
        Outcome outcome,
        @Nullable String provider,
        List<ShadowCopy> shadowCopies,
        long files,
        long bytes,
        List<Unreadable> unreadable,
        long unreadableCount,
        long elapsedMillis,
        @Nullable Problem error) {

    /**
     * Something that could not be read.
     *
     * @param path where it is in the live file system
     * @param reason why
     */
    record Unreadable(String path, String reason) {}

    /**
     * What went wrong.
     *
     * @param hresult VSS's code, or null
     * @param operation what failed, or null
     * @param message one line
     */
    record Problem(@Nullable HResult hresult, @Nullable String operation, String message) {

        /** Whatever names are in the message, it stays one line. */
        Problem {
            message = PathText.oneLine(message);
        }

        static Problem of(Throwable e) {
            if (e instanceof OutOfMemoryError) {
                return new Problem(
                        null, null, "out of memory (" + e.getMessage() + "): give the JVM more, such as -Xmx1g");
            }
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            if (e instanceof VssException vss) {
                return new Problem(vss.hresult(), vss.operation(), message + " " + vss.advice());
            }
            return new Problem(null, null, message);
        }
    }

    /** A report on a command that did not come to its job. */
    static CopyReport of(Outcome outcome, Problem error) {
        return new CopyReport(outcome, null, List.of(), 0, 0, List.of(), 0, 0, error);
    }
}
