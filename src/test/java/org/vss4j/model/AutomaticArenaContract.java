package org.vss4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.HResult;
import org.vss4j.contract.AsyncTestServer;

/**
 * An operation in an automatic arena is closed when nobody holds it any more, and not before. A subclass says which
 * server stands behind it.
 */
abstract class AutomaticArenaContract {
    private static final int SEQUENCES = 25;

    /** Of one wait, in which nothing varies but who waits and how it ends; each collects several times. */
    private static final int WAITS = 10;

    private static final Duration WITHOUT_END = Duration.ofSeconds(Long.MAX_VALUE);

    @SuppressWarnings("NullAway.Init")
    private AsyncTestServer server;

    /** Opens a server that has no operation. */
    abstract AsyncTestServer open();

    @BeforeTry
    void openServer() {
        server = open();
    }

    @AfterTry
    void nothingIsLeft() {
        assertThat(server.live()).as("objects").isZero();
        assertThat(server.drainViolations()).isEmpty();
        server.close();
    }

    /** What is done with an operation before it is dropped; none of it ends it, nor keeps it. */
    enum Use {
        STATUS,
        AWAIT,
        AWAIT_ON_A_VIRTUAL_THREAD,
        COMPLETE_A_COMPLETION_BY_HAND,
        SHARE_AND_DROP,
        SHARE_AND_CLOSE
    }

    @Provide
    Arbitrary<Integer> ends() {
        return Steps.ends();
    }

    @Property(tries = SEQUENCES, shrinking = ShrinkingMode.OFF)
    void anAdoptedOperationThatNobodyHolds_isCancelledIfPendingAndReleased(
            @ForAll @Size(max = 5) List<Use> uses, @ForAll boolean endsBefore, @ForAll("ends") int code) {
        AsyncTestServer.Operation begun = server.begin();
        AsyncModel async = new AsyncModel();
        try (Arena arena = Arena.ofConfined()) {
            // Watches, with a reference of its own that the collector has nothing to do with.
            AsyncOperation watcher = AsyncOperation.share(begun.pointer(), arena);
            HandleModel watching = new HandleModel(async, false);
            useAndDrop(AsyncOperation.adopt(begun.pointer(), Arena.ofAuto()), begun, uses);
            if (endsBefore) {
                begun.end(HResult.of(code));
                async.end(code);
            }
            HandleModel dropped = new HandleModel(async, true);
            Garbage.collectUntil("only the watcher's reference is left", () -> begun.references() == 1);
            dropped.close();
            assertThat(Outcome.of(watcher::status)).isEqualTo(watching.status());
        }
        assertThat(begun.references()).isZero();
    }

    @Property(tries = SEQUENCES, shrinking = ShrinkingMode.OFF)
    void aSharedOperationThatNobodyHolds_isReleasedAndGoesOn(
            @ForAll @Size(max = 5) List<Use> uses, @ForAll("ends") int code) {
        AsyncTestServer.Operation begun = server.begin();
        try (Arena arena = Arena.ofConfined()) {
            AsyncOperation owner = AsyncOperation.adopt(begun.pointer(), arena);
            useAndDrop(AsyncOperation.share(begun.pointer(), Arena.ofAuto()), begun, uses);
            Garbage.collectUntil("only the owner's reference is left", () -> begun.references() == 1);
            assertThat(owner.status()).isEqualTo(new AsyncStatus.Pending());
            assertThat(begun.end(HResult.of(code))).isTrue();
        }
        assertThat(begun.references()).isZero();
    }

    @Property(tries = WAITS, shrinking = ShrinkingMode.OFF)
    void anOperationThatIsWaitedFor_isNotClosed(@ForAll ThreadKind kind, @ForAll("ends") int code) throws Exception {
        AsyncTestServer.Operation begun = server.begin();
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Thread waiter = kind.start(() -> outcome.complete(Outcome.of(
                () -> AsyncOperation.adopt(begun.pointer(), Arena.ofAuto()).await(WITHOUT_END))));
        Garbage.collect();
        assertThat(begun.references()).isEqualTo(1);
        assertThat(begun.end(HResult.of(code))).as("it is still pending").isTrue();
        assertThat(outcome.get(30, TimeUnit.SECONDS)).isEqualTo(ended(code));
        waiter.join();
        Garbage.collectUntil("it is released", () -> begun.references() == 0);
    }

    @Property(tries = WAITS, shrinking = ShrinkingMode.OFF)
    void anOperationOfWhichOnlyACompletionIsHeld_isNotClosed(@ForAll("ends") int code) {
        AsyncTestServer.Operation begun = server.begin();
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        CompletableFuture<AsyncStatus> completion = completionOf(begun);
        CompletableFuture<AsyncStatus> unused =
                completion.whenComplete((status, failure) -> outcome.complete(Outcome.of(completion)));
        Garbage.collect();
        assertThat(begun.references()).isEqualTo(1);
        assertThat(begun.end(HResult.of(code))).as("it is still pending").isTrue();
        assertThat(outcome.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(ended(code));
        // A completion that has ended holds nothing.
        Garbage.collectUntil("it is released", () -> begun.references() == 0);
        assertThat(completion).isDone();
    }

    private static CompletableFuture<AsyncStatus> completionOf(AsyncTestServer.Operation begun) {
        return AsyncOperation.adopt(begun.pointer(), Arena.ofAuto()).completion();
    }

    private static Outcome ended(int code) {
        AsyncModel async = new AsyncModel();
        async.end(code);
        return new HandleModel(async, true).status();
    }

    private static void useAndDrop(AsyncOperation operation, AsyncTestServer.Operation begun, List<Use> uses) {
        for (Use use : uses) {
            switch (use) {
                case STATUS -> assertThat(operation.status().isTerminal()).isFalse();
                case AWAIT -> await(operation, ThreadKind.PLATFORM);
                case AWAIT_ON_A_VIRTUAL_THREAD -> await(operation, ThreadKind.VIRTUAL);
                case COMPLETE_A_COMPLETION_BY_HAND -> operation.completion().complete(new AsyncStatus.Cancelled());
                case SHARE_AND_DROP -> AsyncOperation.share(begun.pointer(), Arena.ofAuto());
                case SHARE_AND_CLOSE ->
                    AsyncOperation.share(begun.pointer(), Arena.ofAuto()).close();
            }
        }
    }

    private static void await(AsyncOperation operation, ThreadKind kind) {
        assertThat(kind.outcomeOf(() -> operation.await(Duration.ofMillis(1))))
                .isEqualTo(new Outcome.Returned(new AsyncStatus.Pending()));
    }
}
