package org.vss4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Example;
import net.jqwik.api.Tag;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.CancelOutcome;
import org.vss4j.HResult;
import org.vss4j.contract.AsyncTestServer;
import org.vss4j.contract.CServer;
import org.vss4j.contract.CServer.Fault;
import org.vss4j.contract.CServer.Method;
import org.vss4j.contract.CServer.NativeOperation;

@Tag(CServer.TAG)
class CServerArenaProperties extends AutomaticArenaContract {
    /** Enough for the compiler, which drops references that the interpreter would keep. */
    private static final int WARM = 30_000;

    private static final Outcome PENDING = new Outcome.Returned(new AsyncStatus.Pending());
    private static final Outcome FINISHED =
            new Outcome.Returned(new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED));
    private static final Outcome CANCELLED_NOW = new Outcome.Returned(new CancelOutcome.CancelledNow());

    /** A call of an operation's method, which does not come back while a call of the server's is held. */
    @FunctionalInterface
    private interface Call {
        Object of(AsyncOperation operation) throws InterruptedException;
    }

    @Override
    AsyncTestServer open() {
        return CServer.open();
    }

    @Example
    void anOperationWhoseStatusIsAsked_isNotClosed() throws Exception {
        assertNotClosedWhile(Fault.QUERY_HELD, Method.QUERY_STATUS, AsyncOperation::status, PENDING);
    }

    @Example
    void anOperationThatIsAwaitedByCompiledCode_isNotClosed() throws Exception {
        assertNotClosedWhile(
                Fault.QUERY_HELD, Method.QUERY_STATUS, operation -> operation.await(Duration.ZERO), PENDING);
    }

    @Example
    void anOperationThatIsCancelled_isNotClosed() throws Exception {
        assertNotClosedWhile(Fault.CANCEL_HELD, Method.CANCEL, AsyncOperation::cancel, CANCELLED_NOW);
    }

    /** Its caller parks, and others ask; that it is not cancelled shows that it is not closed. */
    @Example
    void anOperationThatIsAwaitedOrCancelled_isNotClosed() throws Exception {
        CServer server = CServer.open();
        NativeOperation begun = server.begin().with(Fault.QUERY_HELD);
        Callable<Object> alone =
                () -> AsyncOperation.adopt(begun.pointer(), Arena.ofAuto()).awaitOrCancel(Duration.ofDays(1));
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        ThreadKind.PLATFORM.start(() -> outcome.complete(Outcome.of(alone)));
        eventually("others ask", () -> begun.inside(Method.QUERY_STATUS) > 0);
        Garbage.collect();
        assertThat(begun.calls(Method.CANCEL)).isZero();
        begun.endAfter(HResult.VSS_S_ASYNC_FINISHED, Duration.ZERO);
        begun.without(Fault.QUERY_HELD);
        assertThat(outcome.get(30, TimeUnit.SECONDS)).isEqualTo(FINISHED);
        Garbage.collectUntil("it is released", () -> begun.references() == 0);
        server.close();
    }

    private static void assertNotClosedWhile(Fault held, Method method, Call call, Outcome expected) throws Exception {
        CServer server = CServer.open();
        try (AsyncOperation other = AsyncOperation.adopt(server.begin().pointer(), Arena.global())) {
            for (int i = 0; i < WARM; i++) {
                assertThat(call.of(other)).isNotNull();
            }
        }
        NativeOperation begun = server.begin().with(held);
        Callable<Object> alone = () -> call.of(AsyncOperation.adopt(begun.pointer(), Arena.ofAuto()));
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        ThreadKind.PLATFORM.start(() -> outcome.complete(Outcome.of(alone)));
        eventually("the call is under way", () -> begun.inside(method) == 1);
        Garbage.collect();
        assertThat(begun.calls(Method.CANCEL)).isEqualTo(method == Method.CANCEL ? 1 : 0);
        begun.without(held);
        assertThat(outcome.get(30, TimeUnit.SECONDS)).isEqualTo(expected);
        Garbage.collectUntil("it is released", () -> begun.references() == 0);
        server.close();
    }
}
