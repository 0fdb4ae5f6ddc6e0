package org.vss4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;
import static org.vss4j.testing.Eventually.within;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.contract.CServer;
import org.vss4j.contract.CServer.Fault;
import org.vss4j.contract.CServer.Method;
import org.vss4j.contract.CServer.NativeOperation;
import org.vss4j.contract.CServersAreClean;
import org.vss4j.testing.LoggedMessages;

/** Queries that do not return among many that do: each costs its own operation, and no other. */
@Tag(CServer.TAG)
@ExtendWith(CServersAreClean.class)
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IsolationTest {
    private static final int OPERATIONS = 10_000;
    private static final HResult FINISHED = HResult.VSS_S_ASYNC_FINISHED;

    private final CServer server = CServer.open();

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 70})
    void queriesThatDoNotReturn_leaveTheOthersToFinish(int hanging) {
        List<NativeOperation> operations =
                IntStream.range(0, OPERATIONS).mapToObj(i -> server.begin()).toList();
        // Spread over all that are asked.
        List<NativeOperation> held = IntStream.range(0, hanging)
                .mapToObj(i -> operations.get(i * (OPERATIONS / hanging)))
                .toList();
        held.forEach(one -> one.with(Fault.QUERY_HELD));
        CountDownLatch finished = new CountDownLatch(OPERATIONS - hanging);
        List<CompletableFuture<AsyncStatus>> waiting = new ArrayList<>();
        try (Arena arena = Arena.ofShared();
                LoggedMessages log = new LoggedMessages()) {
            for (NativeOperation one : operations) {
                CompletableFuture<AsyncStatus> completion =
                        AsyncOperation.adopt(one.pointer(), arena).completion();
                if (held.contains(one)) {
                    waiting.add(completion);
                } else {
                    CompletableFuture<Void> unused = completion.thenAccept(status -> finished.countDown());
                    one.end(FINISHED);
                }
            }
            within(Duration.ofMinutes(4), "all others have ended", () -> finished.getCount() == 0);
            eventually("all threads are held up", () -> CompletionPoller.heldUp() == hanging);
            assertThat(held)
                    .allSatisfy(
                            one -> assertThat(one.inside(Method.QUERY_STATUS)).isEqualTo(1));
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            eventually("nobody else asks", () -> pollers() == hanging);
            assertThat(log.soFar())
                    .filteredOn(line -> line.contains("64 queries do not return"))
                    .hasSize(hanging < CompletionPoller.PROMPT ? 0 : 1);

            held.forEach(one -> one.end(HResult.E_FAIL));
            held.forEach(one -> one.without(Fault.QUERY_HELD));
            for (CompletableFuture<AsyncStatus> completion : waiting) {
                assertThat(completion.join()).isEqualTo(new AsyncStatus.Failed(HResult.E_FAIL));
            }
            eventually("all threads have ended", () -> CompletionPoller.heldUp() == 0 && pollers() == 0);
        }
    }

    /** The threads that ask, and those that are held up. */
    private static long pollers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("vss4j-poller"))
                .count();
    }
}
