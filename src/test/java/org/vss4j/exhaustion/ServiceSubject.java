package org.vss4j.exhaustion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vss4j.contract.BackupSetup;
import org.vss4j.contract.CBackupServer;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.DeletionObserver;
import org.vss4j.requester.Ledger;
import org.vss4j.requester.RetryPolicy;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.requester.Vss;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.testing.Eventually;
import org.vss4j.testing.NativeServer;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/**
 * A service in C with two volumes, a ledger, and a session that has come to some step.
 *
 * <p>Long, for it has a case for each public method.
 */
final class ServiceSubject implements Subject {
    private static final WriterMetadata WRITER =
            WriterMetadata.named("writer").withComponents(WriterComponent.fileGroup("", "files"));
    private static final UUID CLASS = new UUID(4, 5);

    private interface Body {
        void call(ServiceSubject subject) throws Exception;
    }

    /** How far the session has come before the call. */
    private enum Stage {
        /** There is no session; the call takes its turn in making a set. */
        IN_A_TURN,
        NONE,
        OPENED,
        GATHERED,
        STARTED,
        ADDED,
        PREPARED,
        MADE
    }

    private record Case(Stage stage, Body body) {}

    private final Stage stage;
    private final Body body;
    private final Path folder = Files.createTempDirectory(Path.of(System.getProperty("vss4j.workspace")), "case");
    private final Path first = Files.createDirectory(folder.resolve("first"));
    private final Path second = Files.createDirectory(folder.resolve("second"));
    private final Path store = Files.createDirectory(folder.resolve("store"));
    private final CBackupServer server;
    private final Vss service;
    private final Vss vss;

    /** What is closed at the end, the youngest first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private final Ledger ledger;
    private @Nullable BackupSession session;
    private @Nullable WriterMetadata writer;
    private boolean isClosed;

    private ServiceSubject(Stage stage, Body body) throws Exception {
        this.stage = stage;
        this.body = body;
        Files.writeString(first.resolve("file"), "contents");
        server = CBackupServer.open(new BackupSetup(store, BackupSetup.Clock.RUNS)
                .volume(first)
                .volume(second)
                .writer(SimulatedWriter.of(WRITER)));
        ledger = Ledger.open(Files.createDirectory(folder.resolve("ledger")));
        open.push(ledger);
        service = server.vss();
        vss = service.withLedger(ledger);
        if (stage.compareTo(Stage.OPENED) >= 0) {
            reach(stage);
        }
    }

    private void reach(Stage stage) throws Exception {
        BackupSession opened = vss.openBackup(BackupOptions.defaults());
        session = opened;
        open.push(opened);
        if (stage.compareTo(Stage.GATHERED) >= 0) {
            writer = opened.writers().getFirst();
        }
        if (stage.compareTo(Stage.STARTED) >= 0) {
            UUID unused = opened.steps().startSnapshotSet();
        }
        if (stage.compareTo(Stage.ADDED) >= 0) {
            UUID unused = opened.steps().addToSnapshotSet(first);
        }
        if (stage.compareTo(Stage.PREPARED) >= 0) {
            opened.steps().prepareForBackup().await();
        }
        if (stage == Stage.MADE) {
            opened.steps().doSnapshotSet().await();
            List<ShadowCopy> unused = opened.shadowCopies();
        }
    }

    /** The cases, by the public methods that they call. */
    static Map<String, Supplier<Subject>> cases() {
        Map<String, Case> all = new LinkedHashMap<>();
        ofSession(all);
        ofService(all);
        ofInventory(all);
        ofLedger(all);
        Map<String, Supplier<Subject>> cases = new LinkedHashMap<>();
        all.forEach((method, one) -> cases.put(method, () -> made(one)));
        return cases;
    }

    private static Subject made(Case one) {
        try {
            return new ServiceSubject(one.stage(), one.body());
        } catch (Exception e) {
            throw new AssertionError("The case cannot be made", e);
        }
    }

    private interface SessionBody {
        void call(BackupSession session) throws Exception;
    }

    private static Case with(Stage stage, SessionBody body) {
        return new Case(stage, subject -> body.call(subject.session()));
    }

    private interface Refused {
        void call() throws Exception;
    }

    /** Nothing is selected, so there is nothing to do it with. */
    private static void refused(Refused call) throws Exception {
        try {
            call.call();
        } catch (IllegalArgumentException expected) {
            return;
        }
        throw new AssertionError("It was not refused");
    }

    private static void ofSession(Map<String, Case> all) {
        all.put("BackupSession.steps()", with(Stage.OPENED, BackupSession::steps));
        all.put("BackupSession.number()", with(Stage.OPENED, BackupSession::number));
        all.put("BackupSession.toString()", with(Stage.STARTED, session -> {
            String unused = session.toString();
        }));
        all.put(
                "BackupSession.takeSnapshot(Collection)",
                new Case(Stage.OPENED, subject -> subject.session().takeSnapshot(List.of(subject.first))));
        all.put("BackupSession.takeSnapshot()", with(Stage.OPENED, session -> refused(() -> session.takeSnapshot())));
        all.put("BackupSession.volumes()", with(Stage.OPENED, BackupSession::volumes));
        all.put("BackupSession.complete()", with(Stage.MADE, BackupSession::complete));
        all.put("BackupSession.writers()", with(Stage.OPENED, BackupSession::writers));
        all.put(
                "BackupSession.writerDocument(WriterMetadata)",
                new Case(Stage.GATHERED, subject -> subject.session().writerDocument(subject.writer())));
        all.put(
                "BackupSteps.enableWriterClasses(Collection)",
                with(Stage.OPENED, session -> session.steps().enableWriterClasses(List.of(CLASS))));
        all.put(
                "BackupSteps.disableWriterClasses(Collection)",
                with(Stage.OPENED, session -> session.steps().disableWriterClasses(List.of(CLASS))));
        all.put(
                "BackupSteps.disableWriterInstances(Collection)",
                with(Stage.OPENED, session -> session.steps().disableWriterInstances(List.of(CLASS))));
        all.put("BackupSession.writerStatuses()", with(Stage.MADE, session -> {
            session.steps().gatherWriterStatus().await();
            session.writerStatuses();
        }));
        all.put("BackupSession.writerStatusFailure()", with(Stage.MADE, BackupSession::writerStatusFailure));
        all.put("BackupSession.writerFailures()", with(Stage.MADE, BackupSession::writerFailures));
        all.put("BackupSession.componentResults()", with(Stage.MADE, BackupSession::componentResults));
        all.put(
                "BackupSession.componentFailed(WriterMetadata, WriterComponent, String)",
                new Case(Stage.GATHERED, subject -> {
                    WriterMetadata writer = subject.writer();
                    BackupSession session = subject.session();
                    refused(() ->
                            session.componentFailed(writer, WriterComponent.database("", "none"), "not in the backup"));
                }));
        all.put("BackupSession.backupDocument()", with(Stage.MADE, BackupSession::backupDocument));
        all.put(
                "BackupSteps.gatherWriterMetadata()",
                with(Stage.OPENED, session -> session.steps().gatherWriterMetadata()));
        all.put(
                "BackupSteps.startSnapshotSet()",
                with(Stage.GATHERED, session -> session.steps().startSnapshotSet()));
        all.put(
                "BackupSteps.addToSnapshotSet(Path)",
                new Case(Stage.STARTED, subject -> subject.session().steps().addToSnapshotSet(subject.second)));
        all.put(
                "BackupSteps.prepareForBackup()",
                with(Stage.ADDED, session -> session.steps().prepareForBackup()));
        all.put(
                "BackupSteps.gatherWriterStatus()",
                with(Stage.PREPARED, session -> session.steps().gatherWriterStatus()));
        all.put(
                "BackupSteps.doSnapshotSet()",
                with(Stage.PREPARED, session -> session.steps().doSnapshotSet()));
        all.put("BackupSession.shadowCopies()", with(Stage.MADE, BackupSession::shadowCopies));
        all.put("BackupSession.discardCopies()", with(Stage.MADE, BackupSession::discardCopies));
        all.put(
                "BackupSteps.backupComplete()",
                with(Stage.MADE, session -> session.steps().backupComplete()));
        all.put("BackupSession.cancel()", with(Stage.ADDED, session -> {
            session.steps().prepareForBackup();
            session.cancel();
        }));
        all.put("BackupSession.close()", with(Stage.PREPARED, session -> {
            session.steps().doSnapshotSet();
            session.close();
        }));
    }

    private static void ofService(Map<String, Case> all) {
        all.put("Vss.system()", new Case(Stage.NONE, subject -> Vss.system()));
        all.put("Vss.load(Path)", new Case(Stage.NONE, subject -> Vss.load(NativeServer.file())));
        all.put("Vss.withLedger(Ledger)", new Case(Stage.NONE, subject -> subject.vss.withLedger(subject.ledger)));
        all.put("Vss.name()", new Case(Stage.NONE, subject -> subject.vss.name()));
        all.put("Vss.toString()", new Case(Stage.NONE, subject -> {
            String unused = subject.vss.toString();
        }));
        all.put(
                "Vss.openBackup(BackupOptions)",
                new Case(Stage.NONE, subject -> subject.keep(subject.vss.openBackup(BackupOptions.defaults()))));
        all.put(
                "Vss.openSnapshot(BackupOptions, Collection)",
                new Case(
                        Stage.IN_A_TURN,
                        subject -> subject.keep(
                                subject.vss.openSnapshot(BackupOptions.defaults(), List.of(subject.first)))));
        all.put(
                "Vss.openSnapshot(BackupOptions, RetryPolicy)",
                new Case(
                        Stage.IN_A_TURN,
                        subject -> refused(() -> subject.keep(
                                subject.vss.openSnapshot(BackupOptions.defaults(), RetryPolicy.never())))));
        all.put(
                "Vss.openSnapshot(BackupOptions, Collection, RetryPolicy)",
                new Case(
                        Stage.IN_A_TURN,
                        subject -> subject.keep(subject.vss.openSnapshot(
                                BackupOptions.defaults(), List.of(subject.first), RetryPolicy.documented()))));
        all.put(
                "Vss.openSnapshotAsync(BackupOptions, Collection, RetryPolicy)",
                new Case(
                        Stage.IN_A_TURN,
                        subject -> subject.keep(subject.vss
                                .openSnapshotAsync(
                                        BackupOptions.defaults(), List.of(subject.first), RetryPolicy.documented())
                                .get())));
        all.put("Vss.inventory()", new Case(Stage.NONE, subject -> subject.vss.inventory()));
        all.put("Vss.volumeOf(Path)", new Case(Stage.NONE, subject -> subject.vss.volumeOf(subject.first)));
    }

    private static void ofInventory(Map<String, Case> all) {
        all.put(
                "Inventory.copies(CopyFilter)",
                new Case(Stage.MADE, subject -> subject.vss.inventory().copies(CopyFilter.all())));
        all.put(
                "Inventory.providers()",
                new Case(Stage.NONE, subject -> subject.vss.inventory().providers()));
        all.put(
                "Inventory.volumeNames(Path)",
                new Case(Stage.NONE, subject -> subject.vss.inventory().volumeNames(subject.first)));
        all.put(
                "Inventory.isSupported(Path)",
                new Case(Stage.NONE, subject -> subject.vss.inventory().isSupported(subject.first)));
        all.put(
                "Inventory.isSnapshotted(Path)",
                new Case(Stage.NONE, subject -> subject.vss.inventory().isSnapshotted(subject.first)));
        all.put(
                "Inventory.withTimeout(Duration)",
                new Case(Stage.NONE, subject -> subject.vss.inventory().withTimeout(Duration.ofMinutes(1))));
        all.put(
                "Inventory.withForce()",
                new Case(Stage.NONE, subject -> subject.vss.inventory().withForce()));
        all.put("Inventory.toString()", new Case(Stage.NONE, subject -> {
            String unused = subject.vss.inventory().toString();
        }));
        all.put("Inventory.delete(CopyFilter)", new Case(Stage.NONE, subject -> {
            subject.keepCopy();
            subject.vss.inventory().delete(CopyFilter.all());
        }));
        all.put("Inventory.delete(CopyFilter, DeletionObserver)", new Case(Stage.NONE, subject -> {
            subject.keepCopy();
            subject.vss.inventory().delete(CopyFilter.all(), new DeletionObserver() {});
        }));
    }

    private static void ofLedger(Map<String, Case> all) {
        all.put(
                "Ledger.open(Path)",
                new Case(Stage.NONE, subject -> subject.keep(Ledger.open(subject.folder.resolve("another")))));
        all.put("Ledger.ofUser()", new Case(Stage.NONE, subject -> subject.keep(Ledger.ofUser())));
        all.put("Ledger.made()", new Case(Stage.MADE, subject -> subject.ledger.made()));
        all.put("Ledger.openSets()", new Case(Stage.MADE, subject -> subject.ledger.openSets()));
        all.put("Ledger.orphans()", new Case(Stage.MADE, subject -> subject.ledger.orphans()));
        all.put("Ledger.unreadable()", new Case(Stage.NONE, subject -> subject.ledger.unreadable()));
        all.put("Ledger.forget(Orphan)", new Case(Stage.NONE, subject -> {
            subject.keepCopy();
            for (Ledger.Orphan orphan : subject.ledger.orphans()) {
                subject.ledger.forget(orphan);
            }
        }));
        all.put("Ledger.toString()", new Case(Stage.NONE, subject -> {
            String unused = subject.ledger.toString();
        }));
        all.put("Ledger.close()", new Case(Stage.NONE, subject -> subject.ledger.close()));
    }

    private BackupSession session() {
        BackupSession present = session;
        if (present == null) {
            throw new IllegalStateException("no session");
        }
        return present;
    }

    private WriterMetadata writer() {
        WriterMetadata present = writer;
        if (present == null) {
            throw new IllegalStateException("no writer");
        }
        return present;
    }

    private void keep(AutoCloseable opened) {
        open.push(opened);
    }

    /** Makes a copy that stays when its session is closed. */
    private void keepCopy() throws Exception {
        BackupOptions options = BackupOptions.defaults().withContext(SnapshotContext.NAS_ROLLBACK);
        try (BackupSession made = vss.openBackup(options)) {
            List<ShadowCopy> unused = made.takeSnapshot(List.of(first));
        }
    }

    @Override
    public void call() throws Exception {
        body.call(this);
    }

    /** The ledger is closed after the session has ended, which a close inside one of its calls puts off. */
    @Override
    public void closeInside() {
        BackupSession present = session;
        if (present != null) {
            present.close();
        }
    }

    @Override
    public void close() throws Exception {
        if (isClosed) {
            return;
        }
        isClosed = true;
        while (!open.isEmpty()) {
            open.peek().close();
            open.pop();
        }
    }

    @Override
    public List<String> left() {
        List<String> left = new ArrayList<>();
        Patience.until(() -> server.leftovers().isEmpty(), () -> left.addAll(server.leftovers()));
        Patience.until(() -> !server.isSnapshotSetInProgress(), () -> left.add("a snapshot set in progress"));
        Patience.until(() -> sessionThreads().isEmpty(), () -> left.addAll(sessionThreads()));
        if (stage == Stage.IN_A_TURN) {
            requireATurn(left);
            // On record may be what is not known: whether copies were made when the memory ended in that call.
            return left;
        }
        try (Ledger next = Ledger.open(folder.resolve("ledger"))) {
            next.orphans().stream()
                    .filter(orphan -> orphan.end() == Ledger.End.UNFINISHED)
                    .forEach(orphan -> left.add("on record: " + orphan));
        } catch (IOException e) {
            left.add("the ledger cannot be opened: " + e);
        }
        return left;
    }

    private static List<String> sessionThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("vss4j-session"))
                .toList();
    }

    /** The next who makes a set has to get his turn. */
    private void requireATurn(List<String> left) {
        BackupOptions options = BackupOptions.defaults().withTimeout(Eventually.DEADLINE);
        // Without a ledger: that of the case is closed.
        try (BackupSession next = service.openSnapshot(options, List.of(first), RetryPolicy.never())) {
            List<ShadowCopy> unused = next.shadowCopies();
        } catch (Exception e) {
            left.add("the turn, or a set: " + e);
        }
    }
}
