package org.vss4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.cli.WriterReach.Reach;
import org.vss4j.cli.output.Because;
import org.vss4j.cli.output.FailureFields;
import org.vss4j.cli.output.Problem;
import org.vss4j.cli.output.Report;
import org.vss4j.internal.files.PathText;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.BackupType;
import org.vss4j.requester.ComponentResult;
import org.vss4j.requester.WriterFailedException;
import org.vss4j.requester.WriterFailure;
import org.vss4j.writer.WriterMetadata;
import org.vss4j.writer.WriterState;

/** How the writers of a backup fared, for its report. */
final class WriterReport {
    /** Which writers that fail make an outcome partial. */
    enum Strictness {
        /** Those whose files were copied, or may have been. */
        COPIED_FILES,
        ALL
    }

    private final Strictness strictness;
    private final Report report;
    private final Consumer<String> summary;
    private Predicate<WriterFailure> ofInterest = failure -> true;

    /**
     * What stands in a report as long as nothing is known of any writer.
     *
     * @param summary takes a line for people about each that failed
     */
    WriterReport(Strictness strictness, Report report, Consumer<String> summary) {
        this.strictness = strictness;
        this.report = report;
        this.summary = summary;
        report.field("writerFailures", List.of())
                .field("writerStatusError", null)
                .field("takenAsFull", List.of())
                .field("components", List.of());
    }

    /** Leaves out from here on that components failed since the command says so: it does what it should. */
    void leaveOutWhatWeSay() {
        ofInterest = failure -> failure.state() != WriterState.UNKNOWN
                || failure.component().isEmpty()
                || !failure.error().equals(HResult.E_FAIL);
    }

    /**
     * Says what is known now.
     *
     * @param copied real paths of folders, with all below them, or of files
     */
    void describe(BackupSession session, List<Path> copied) {
        List<WriterMetadata> writers = writers(session);
        tellWhoTakesItAsFull(writers);
        WriterReach reach = new WriterReach(writers, copied, System::getenv);
        List<Map<String, @Nullable Object>> fields = new ArrayList<>();
        for (WriterFailure failure :
                session.writerFailures().stream().filter(ofInterest).toList()) {
            Reach reached = reach.of(failure);
            fields.add(FailureFields.of(failure, reached.word()));
            if (strictness == Strictness.ALL || reached != Reach.NO) {
                report.because(Because.WRITERS);
            }
            summary.accept("writer failed: " + failure + say(reached));
        }
        report.field("writerFailures", fields);
        report.field(
                "components",
                session.componentResults().stream().map(WriterReport::fields).toList());
        session.writerStatusFailure().ifPresent(why -> {
            sayUnknown(why);
            report.because(Because.WRITERS);
        });
    }

    /** Says what is known of the writers of a backup that has made no copies: of their files nothing was copied. */
    void describe(Exception failure) {
        for (Throwable besides : failure.getSuppressed()) {
            if (besides instanceof WriterFailedException failed) {
                List<WriterFailure> failures = failed.failures();
                report.field(
                        "writerFailures",
                        failures.stream()
                                .map(each -> FailureFields.of(each, Reach.NO.word()))
                                .toList());
                failures.forEach(each -> summary.accept("writer failed: " + each));
            } else if (besides instanceof VssException unknown
                    && unknown.operation().equals("GatherWriterStatus")) {
                sayUnknown(unknown);
            }
        }
    }

    /** A writer that does not support copies may take this one for a full backup, and truncate its logs. */
    private void tellWhoTakesItAsFull(List<WriterMetadata> writers) {
        List<String> names = writers.stream()
                .filter(writer -> !BackupType.COPY.isSupportedBy(writer.schema()))
                .map(WriterMetadata::name)
                .distinct()
                .toList();
        report.field("takenAsFull", names);
        if (!names.isEmpty()) {
            summary.accept("may take this copy for a full backup, for they do not say that they support copies: "
                    + PathText.oneLine(String.join(", ", names)));
        }
    }

    private static Map<String, @Nullable Object> fields(ComponentResult result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("writer", result.component().writer().name());
        fields.put("component", result.component().component().fullPath());
        fields.put("succeeded", told(result));
        fields.put("backupStamp", result.backupStamp());
        return fields;
    }

    /** What the writer was told; null if that was nothing, or nobody knows. */
    private static @Nullable Boolean told(ComponentResult result) {
        return switch (result.told()) {
            case NOTHING, UNCERTAIN -> null;
            case SUCCEEDED -> true;
            case FAILED -> false;
        };
    }

    private static String say(Reach reached) {
        return switch (reached) {
            case YES -> " Its files are among what was copied.";
            case NO -> " None of its files are among what was copied.";
            case UNKNOWN -> " Nobody can say whether its files are among what was copied.";
        };
    }

    private void sayUnknown(VssException why) {
        report.field("writerStatusError", Problem.of(why).fields());
        summary.accept("how the writers fare is not known: " + why.getMessage());
    }

    private static List<WriterMetadata> writers(BackupSession session) {
        try {
            return session.writers();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (TimeoutException | CancellationException | VssException e) {
            // They could not be read; so nobody knows their files.
            return List.of();
        }
    }
}
