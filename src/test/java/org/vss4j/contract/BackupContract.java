package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.simulator.VssCall;
import org.vss4j.simulator.VssMethod;

/** What the suites for backup sessions share: two volumes, and a service that is described before it is used. */
abstract class BackupContract {
    static final BackupOptions WITHOUT_WRITERS =
            BackupOptions.defaults().withContext(SnapshotContext.FILE_SHARE_BACKUP);

    @TempDir
    Path temporary;

    Path volume;
    Path other;
    BackupSetup setup;

    /** Whether the test leaves a set on record that could not be ended. */
    boolean orphansAreLeft;

    private Path store;
    private @Nullable BackupTestServer server;

    /** A service that is to be tested. */
    abstract BackupTestServer open(BackupSetup machine);

    @BeforeEach
    void makeVolumes() throws IOException {
        volume = Files.createDirectories(temporary.resolve("volume")).toRealPath();
        other = Files.createDirectories(temporary.resolve("other")).toRealPath();
        store = Files.createDirectories(temporary.resolve("store"));
        Files.writeString(volume.resolve("file"), "before");
        Files.writeString(other.resolve("file"), "other");
        setup = new BackupSetup(store, BackupSetup.Clock.RUNS).volume(volume).volume(other);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        if (server != null) {
            BackupTestServer used = server;
            assertThat(used.isSnapshotSetInProgress()).isFalse();
            assertThat(frozenFiles()).isEmpty();
            eventually(
                    "nothing is left of " + used.leftovers(),
                    () -> used.leftovers().isEmpty());
            used.close();
            try (Stream<Path> folders = Files.list(store)) {
                assertThat(folders.filter(Files::isDirectory)
                                .map(Path::getFileName)
                                .map(Path::toString)
                                .toList())
                        .isEqualTo(orphansAreLeft ? List.of("orphans") : List.of());
            }
        }
    }

    /** The files of copies that are there. */
    List<Path> frozenFiles() throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(file -> file.endsWith("file")).toList();
        }
    }

    /** Whether no set is on record any more. */
    boolean isNothingOnRecord() {
        return Files.notExists(store.resolve("orphans"));
    }

    /** The service, as it has been described until now. */
    BackupTestServer server() {
        if (server == null) {
            server = open(setup);
        }
        return server;
    }

    /** Has the next use of the service begin with a new one. */
    void startOver() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    BackupSession open(BackupOptions options) throws InterruptedException, TimeoutException {
        return server().vss().openBackup(options);
    }

    List<String> calls() {
        return server().calls().stream().map(VssCall::toString).toList();
    }

    void backUp() throws InterruptedException, TimeoutException {
        backUp(BackupOptions.defaults());
    }

    void backUp(BackupOptions options) throws InterruptedException, TimeoutException {
        try (BackupSession session = open(options)) {
            backUp(session);
        }
    }

    void backUp(BackupSession session) throws InterruptedException, TimeoutException {
        session.takeSnapshot(List.of(volume));
        session.complete();
    }

    /** Something that a test does in another thread. */
    interface Action {
        void run() throws Exception;
    }

    /** A thread, and what it throws. */
    record Running(Thread thread, CompletableFuture<@Nullable Throwable> thrown) {
        Throwable failure() throws InterruptedException {
            Throwable failure = thrown.join();
            thread.join();
            return Objects.requireNonNull(failure, "nothing was thrown");
        }
    }

    static Running inAnotherThread(Action action) {
        CompletableFuture<@Nullable Throwable> thrown = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                action.run();
                thrown.complete(null);
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        return new Running(thread, thrown);
    }

    void awaitCall(VssMethod method) {
        eventually(
                method + " is called",
                () -> server != null && server.calls().stream().anyMatch(call -> call.method() == method));
    }

    /** AbortBackup was called exactly when a set was open and no BackupComplete had taken its place. */
    void assertAbortedIfDue() {
        boolean started = server().succeeded(VssMethod.START_SNAPSHOT_SET);
        boolean completed = server().succeeded(VssMethod.BACKUP_COMPLETE);
        long aborts = server().calls().stream()
                .filter(call -> call.method() == VssMethod.ABORT_BACKUP)
                .count();
        assertThat(aborts).isEqualTo(started && !completed ? 1 : 0);
    }
}
