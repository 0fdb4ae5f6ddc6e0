package org.vss4j.requester;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.vss4j.HResult;
import org.vss4j.VssException;

/** What a program says that it could not back up, until the writers are told. Safe for use by many threads. */
final class NotBackedUp {
    /**
     * What has been said.
     *
     * @param failures one for each component
     * @param told whether the writers have been told, so that nothing more can be said
     */
    private record Said(List<WriterFailure> failures, boolean told) {
        Said with(WriterFailure failure) {
            List<WriterFailure> all = new ArrayList<>(failures);
            all.add(failure);
            return new Said(List.copyOf(all), told);
        }

        boolean hasOneOf(WriterFailure other) {
            return failures.stream()
                    .anyMatch(each -> each.instanceId().equals(other.instanceId())
                            && each.component().equals(other.component()));
        }
    }

    private final AtomicReference<Said> said = new AtomicReference<>(new Said(List.of(), false));

    /**
     * Takes note of a failure; of several of one component the first stays.
     *
     * @throws VssException if the writers have been told
     */
    void add(WriterFailure failure) {
        Said now =
                said.updateAndGet(before -> before.told() || before.hasOneOf(failure) ? before : before.with(failure));
        if (now.told()) {
            throw new VssException(
                    "SetBackupSucceeded",
                    HResult.VSS_E_BAD_STATE,
                    "not called, for the writers have been told what became of " + failure.component()
                            + ": say it before the backup is completed");
        }
    }

    List<WriterFailure> failures() {
        return said.get().failures();
    }

    /** Takes note that the writers are told: from here on what is said comes too late. */
    void tell() {
        said.updateAndGet(before -> new Said(before.failures(), true));
    }
}
