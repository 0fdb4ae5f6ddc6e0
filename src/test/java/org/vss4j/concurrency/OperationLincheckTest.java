package org.vss4j.concurrency;

import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.HResult;
import org.vss4j.testing.NothingLeftBehind;

/**
 * An operation above a server in this process, through the same downcalls as above any other. To the model checker a
 * downcall is one step, with what the server does in it: it switches threads at the gate's word, not between entering
 * the gate and the call. That nobody uses what has been released meanwhile is therefore for {@link GateLincheckTest} to
 * show, whose callers do their work where Lincheck sees it; here it is shown that the results are right.
 *
 * <p>A shared operation is linearizable: closing it is one step. An adopted one is not, and need not be: its close bars
 * the gate and then cancels, and a call that was let in before sees that cancel, which none was made before the close
 * in any order. So of an adopted operation only the end is checked: released once, and no call begun after that.
 *
 * <p>The completion is raced by the machine alone. Its poller is a thread that outlives an interleaving and waits for
 * time to pass, which a model checker can neither run again nor schedule.
 */
@Tag(LincheckScale.TAG)
class OperationLincheckTest {
    @AfterEach
    void nothingIsLeftBehind() {
        NothingLeftBehind.check();
    }

    @Test
    void aSharedOperation_hasTheResultsOfSomeOrder_inEveryInterleavingThatIsTried() {
        LincheckScale.modelChecking(4, 200)
                .sequentialSpecification(SequentialOperation.class)
                .check(Shared.class);
    }

    @Test
    void aSharedOperation_hasTheResultsOfSomeOrder_inEveryRace() {
        LincheckScale.stress(10, 1_000)
                .sequentialSpecification(SequentialOperation.class)
                .check(Shared.class);
    }

    @Test
    void anAdoptedOperation_isReleasedOnceAndNotCalledAfterIt_inEveryInterleavingThatIsTried() {
        LincheckScale.modelChecking(4, 200).verifier(EpsilonVerifier.class).check(Adopted.class);
    }

    @Test
    void completions_endAndLeaveTheResultsOfSomeOrder_inEveryRace() {
        LincheckScale.stress(5, 200)
                .sequentialSpecification(SequentialOperationWithCompletions.class)
                .check(SharedWithCompletions.class);
    }

    /** What callers and the service do. */
    abstract static class Callers {
        @Operation
        public abstract String cancel();

        @Operation
        public abstract String status();

        /** The service ends the operation; returns whether it was pending. */
        @Operation
        public abstract boolean finish();

        @Operation
        public abstract void close();
    }

    abstract static class OverServer extends Callers {
        final CountedAsync server = CountedAsync.fresh();
        final AsyncOperation operation = open();

        abstract AsyncOperation open();

        @Override
        public String cancel() {
            return unlessClosed(() -> operation.cancel().getClass().getSimpleName());
        }

        @Override
        public String status() {
            return unlessClosed(() -> operation.status().getClass().getSimpleName());
        }

        @Override
        public boolean finish() {
            return server.end(HResult.VSS_S_ASYNC_FINISHED);
        }

        @Override
        public void close() {
            operation.close();
        }

        static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new AssertionError(otherwise);
            }
        }

        static String unlessClosed(Supplier<String> call) {
            try {
                return call.get();
            } catch (IllegalStateException e) {
                return "closed";
            }
        }
    }

    public static class Shared extends OverServer {
        @Override
        AsyncOperation open() {
            AsyncOperation shared = AsyncOperation.share(server.interfacePointer(), Arena.global());
            // So that the reference that was added is the last.
            server.release();
            return shared;
        }

        @Validate
        public void isReleasedOnce() {
            operation.close();
            require(server.references() == 0, "released another number of times than once");
            require(server.violations() == 0, "called after its release");
        }
    }

    public static final class Adopted extends OverServer {
        @Override
        AsyncOperation open() {
            return AsyncOperation.adopt(server.interfacePointer(), Arena.global());
        }

        @Validate
        public void isReleasedOnce() {
            operation.close();
            require(server.references() == 0, "released another number of times than once");
            require(server.violations() == 0, "called after its release");
        }
    }

    public static final class SharedWithCompletions extends Shared {
        private static final Duration DEADLINE = Duration.ofMinutes(1);

        private final Queue<CompletableFuture<AsyncStatus>> completions = new ConcurrentLinkedQueue<>();

        @Operation
        public String completion() {
            return unlessClosed(() -> {
                completions.add(operation.completion());
                return "open";
            });
        }

        @Override
        public void isReleasedOnce() {
            operation.close();
            completions.forEach(SharedWithCompletions::requireEnd);
            // The poller's last call may still be inside.
            eventually("it is released", () -> server.references() == 0);
            super.isReleasedOnce();
        }

        private static void requireEnd(CompletableFuture<AsyncStatus> completion) {
            try {
                if (!completion.get(DEADLINE.toSeconds(), TimeUnit.SECONDS).isTerminal()) {
                    throw new AssertionError("completed with a status that is not final");
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof IllegalStateException)) {
                    throw new AssertionError(e);
                }
            } catch (InterruptedException | TimeoutException e) {
                throw new AssertionError("a completion did not end", e);
            }
        }
    }

    public static class SequentialOperation extends Callers {
        private String state = "Pending";
        boolean closed;

        @Override
        public String cancel() {
            if (closed) {
                return "closed";
            }
            return end("Cancelled") ? "CancelledNow" : "Already" + state;
        }

        @Override
        public String status() {
            return closed ? "closed" : state;
        }

        @Override
        public boolean finish() {
            return end("Finished");
        }

        @Override
        public void close() {
            closed = true;
        }

        private boolean end(String how) {
            boolean pending = state.equals("Pending");
            if (pending) {
                state = how;
            }
            return pending;
        }
    }

    public static final class SequentialOperationWithCompletions extends SequentialOperation {
        @Operation
        public String completion() {
            return closed ? "closed" : "open";
        }
    }
}
