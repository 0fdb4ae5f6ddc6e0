package org.vss4j.contract;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.HResult;
import org.vss4j.contract.CServer.Method;
import org.vss4j.contract.CServer.NativeOperation;

/** What the cost of calls rests on, and can be told without a clock. */
@Tag(CServer.TAG)
@ExtendWith(CServersAreClean.class)
class CallCostTest {
    private static final int OPERATIONS = 10_000;

    private final CServer server = CServer.open();

    /** In a JVM of its own: here other tests have taught the compiler that anything may happen. */
    @ParameterizedTest
    @CsvSource({
        "status, -Xshare:auto",
        "cancel, -Xshare:auto",
        // Someone records, but not us.
        "status, '-XX:StartFlightRecording:settings=none,+org.vss4j.ComCall#enabled=false'"
    })
    void callsAllocateNothing(String method, String option) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        // Compiled in turn with running, so that it is compiled early on a machine that is busy too.
                        "-Xbatch",
                        "-Xlog:jfr+startup=off",
                        option,
                        "-Dvss4j.native.library=" + System.getProperty("vss4j.native.library"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Allocations.class.getName(),
                        method)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        // Before it may stand what the JVM has to say of its system.
        assertThat(output.lines()).last().isEqualTo("0");
    }

    @Test
    void manyCompletions_haveOneThread() throws InterruptedException, ExecutionException, TimeoutException {
        int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
        try (Arena arena = Arena.ofShared()) {
            List<NativeOperation> begun = begin();
            List<CompletableFuture<AsyncStatus>> completions = begun.stream()
                    .map(operation -> AsyncOperation.adopt(operation.pointer(), arena))
                    .map(AsyncOperation::completion)
                    .toList();
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().equals("vss4j-poller"))
                    .hasSize(1);
            assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threadsBefore + 20);
            begun.forEach(operation -> operation.end(HResult.VSS_S_ASYNC_FINISHED));
            for (CompletableFuture<AsyncStatus> completion : completions) {
                assertThat(completion.get(60, SECONDS)).isInstanceOf(AsyncStatus.Finished.class);
            }
            assertThat(begun)
                    .allSatisfy(operation ->
                            assertThat(operation.calls(Method.WAIT)).isZero());
        }
    }

    @Test
    void virtualThreads_areNeverInsideWait() throws InterruptedException, ExecutionException, TimeoutException {
        try (Arena arena = Arena.ofShared()) {
            List<NativeOperation> begun = begin();
            List<FutureTask<AsyncStatus>> waits = new ArrayList<>();
            for (NativeOperation begunOne : begun) {
                AsyncOperation operation = AsyncOperation.adopt(begunOne.pointer(), arena);
                FutureTask<AsyncStatus> wait = new FutureTask<>(operation::await);
                Thread.ofVirtual().start(wait);
                waits.add(wait);
            }
            begun.forEach(one -> one.endAfter(HResult.VSS_S_ASYNC_FINISHED, Duration.ofMillis(150)));
            for (FutureTask<AsyncStatus> wait : waits) {
                assertThat(wait.get(60, SECONDS)).isInstanceOf(AsyncStatus.Finished.class);
            }
            assertThat(begun).allSatisfy(operation -> {
                assertThat(operation.calls(Method.WAIT)).isZero();
                assertThat(operation.inside(Method.WAIT)).isZero();
                assertThat(operation.calls(Method.QUERY_STATUS)).isPositive();
            });
        }
    }

    private List<NativeOperation> begin() {
        return IntStream.range(0, OPERATIONS).mapToObj(i -> server.begin()).toList();
    }
}
