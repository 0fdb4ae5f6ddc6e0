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

    /** A call that asks for the status, and does not come back while the question is held. */
    @FunctionalInterface
    private interface Question {
        AsyncStatus ask(AsyncOperation operation) throws InterruptedException;
    }

    @Override
    AsyncTestServer open() {
        return CServer.open();
    }

    @Example
    void anOperationWhoseStatusIsAsked_isNotClosed() throws Exception {
        assertNotClosedWhileAsked(AsyncOperation::status);
    }

    @Example
    void anOperationThatIsAwaitedByCompiledCode_isNotClosed() throws Exception {
        assertNotClosedWhileAsked(operation -> operation.await(Duration.ZERO));
    }

    private static void assertNotClosedWhileAsked(Question question) throws Exception {
        CServer server = CServer.open();
        try (AsyncOperation other = AsyncOperation.adopt(server.begin().pointer(), Arena.global())) {
            for (int i = 0; i < WARM; i++) {
                assertThat(question.ask(other).isTerminal()).isFalse();
            }
        }
        NativeOperation begun = server.begin().with(Fault.QUERY_HELD);
        Callable<AsyncStatus> call = () -> question.ask(AsyncOperation.adopt(begun.pointer(), Arena.ofAuto()));
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        ThreadKind.PLATFORM.start(() -> outcome.complete(Outcome.of(call)));
        eventually("the question is under way", () -> begun.inside(Method.QUERY_STATUS) == 1);
        Garbage.collect();
        assertThat(begun.calls(Method.CANCEL)).isZero();
        begun.without(Fault.QUERY_HELD);
        assertThat(outcome.get(30, TimeUnit.SECONDS)).isEqualTo(PENDING);
        Garbage.collectUntil("it is released", () -> begun.references() == 0);
        server.close();
    }
}
