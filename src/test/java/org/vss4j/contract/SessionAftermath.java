package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.Inventory;
import org.vss4j.requester.Ledger;
import org.vss4j.requester.SnapshotAttribute;
import org.vss4j.requester.StoredCopy;
import org.vss4j.requester.Vss;
import org.vss4j.simulator.VssMethod;

/** What has to be, and must not be, when a session has been closed. */
final class SessionAftermath {
    private final SessionPlan plan;
    private final SessionWalk walk;
    private final BackupTestServer server;
    private final List<String> leftBefore;

    SessionAftermath(SessionPlan plan, SessionWalk walk, BackupTestServer server, List<String> leftBefore) {
        this.plan = plan;
        this.walk = walk;
        this.server = server;
        this.leftBefore = leftBefore;
    }

    /** Checks, deletes the copies that have been kept, and returns how many these were. */
    int check(Vss vss, Ledger ledger) throws IOException, InterruptedException, TimeoutException {
        assertAbortedIfDue();
        assertThat(server.isSnapshotSetInProgress())
                .as("a set is in progress after %s", walk.said())
                .isFalse();
        assertNothingIsLeft();
        Inventory inventory = vss.inventory();
        if (!plan.context().isPersistent()) {
            eventually(
                    "the copies are gone after " + walk.said(),
                    () -> inventory.copies(CopyFilter.all()).isEmpty());
        }
        List<StoredCopy> kept = inventory.copies(CopyFilter.all());
        assertKept(kept);
        assertOnRecord(kept, ledger);
        assertThat(inventory.delete(CopyFilter.all()).deleted())
                .as("what is deleted")
                .hasSameSizeAs(kept);
        assertThat(inventory.copies(CopyFilter.all())).as("what is there still").isEmpty();
        assertThat(ledger.orphans()).as("on record still").isEmpty();
        assertNothingIsLeft();
        return kept.size();
    }

    private void assertNothingIsLeft() {
        eventually(
                "nothing is left of " + server.leftovers() + " but " + leftBefore + " after " + walk.said(),
                () -> server.leftovers().equals(leftBefore));
    }

    private void assertKept(List<StoredCopy> kept) {
        Set<UUID> ids = kept.stream().map(StoredCopy::id).collect(Collectors.toSet());
        boolean made = walk.events().contains(SessionWalk.Event.MADE);
        assertThat(kept).allSatisfy(copy -> assertThat(copy.attributes()).contains(SnapshotAttribute.PERSISTENT));
        if (made && !plan.context().isPersistent()) {
            assertThat(ids).as("kept copies, after %s", walk.said()).isEmpty();
        } else if (made || !ids.isEmpty()) {
            walk.ids()
                    .ifPresent(all -> assertThat(ids)
                            .as("kept copies, after %s", walk.said())
                            .isEqualTo(all));
        }
    }

    private void assertOnRecord(List<StoredCopy> kept, Ledger ledger) throws IOException {
        Map<UUID, Set<UUID>> there = kept.stream()
                .collect(Collectors.groupingBy(
                        StoredCopy::setId, Collectors.mapping(StoredCopy::id, Collectors.toSet())));
        List<Ledger.Orphan> orphans = ledger.orphans();
        assertThat(orphans.stream()
                        .collect(Collectors.toMap(
                                Ledger.Orphan::setId,
                                orphan -> new HashSet<>(orphan.copies().keySet()))))
                .as("on record, after %s", walk.said())
                .isEqualTo(there);
        assertThat(orphans).allSatisfy(orphan -> assertThat(orphan.end()).isEqualTo(Ledger.End.KEPT));
    }

    /** AbortBackup takes the place of BackupComplete; without writers it is due until the copies are made. */
    private void assertAbortedIfDue() {
        long aborts = server.calls().stream()
                .filter(call -> call.method() == VssMethod.ABORT_BACKUP)
                .count();
        boolean started = server.succeeded(VssMethod.START_SNAPSHOT_SET);
        boolean mayBeMade = !plan.context().hasWriters() && server.succeeded(VssMethod.DO_SNAPSHOT_SET);
        boolean made = mayBeMade && walk.events().contains(SessionWalk.Event.MADE);
        if (!started || server.succeeded(VssMethod.BACKUP_COMPLETE) || made) {
            assertThat(aborts).as("aborts after %s", walk.said()).isZero();
        } else if (mayBeMade) {
            assertThat(aborts).as("aborts after %s", walk.said()).isLessThanOrEqualTo(1);
        } else {
            assertThat(aborts).as("aborts after %s", walk.said()).isEqualTo(1);
        }
    }
}
