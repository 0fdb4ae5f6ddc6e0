package org.vss4j.internal.com;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.CancelOutcome;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.ScriptedAsync;

/** An operation in the hands of a thread in an STA, which is one because the probe says so. */
@ExtendWith(NothingLeftBehind.class)
class StaOperationTest {
    private final BooleanSupplier probe = Apartment.probe;
    private final List<String> callers = new CopyOnWriteArrayList<>();
    private final ScriptedAsync server = new ScriptedAsync() {
        @Override
        protected int cancel() {
            callers.add(Thread.currentThread().getName());
            return super.cancel();
        }

        @Override
        protected int queryStatus(StatusOut out) {
            answering.run();
            callers.add(Thread.currentThread().getName());
            return super.queryStatus(out);
        }

        @Override
        protected void released() {
            callers.add(Thread.currentThread().getName());
            super.released();
        }
    };
    private volatile Thread sta = Thread.currentThread();
    private volatile Runnable answering = () -> {};
    private final AsyncOperation operation = AsyncOperation.adopt(server.pointer(), Arena.global());

    @AfterEach
    void close() {
        Apartment.probe = probe;
        operation.close();
    }

    @Test
    @Holds(1501)
    void cancelAndStatus_areCalledFromTheMta_withTheirResults() {
        assertThat(inSta(operation::cancel)).isEqualTo(new CancelOutcome.CancelledNow());
        assertThat(inSta(operation::cancel)).isEqualTo(new CancelOutcome.AlreadyCancelled());
        assertThat(inSta(operation::status)).isEqualTo(new AsyncStatus.Cancelled());
        assertThat(callers).hasSize(3).allMatch(name -> name.startsWith("vss4j-mta-"));
    }

    @Test
    void statusThatCannotBeHad_throwsTheQuerysError() {
        server.queryResult = HResult.E_ACCESSDENIED;
        VssException e = inSta(() -> catchThrowableOfType(VssException.class, operation::status));
        assertThat(e.hresult()).isEqualTo(HResult.E_ACCESSDENIED);
        server.queryResult = HResult.S_OK;
    }

    @Test
    void anInterrupt_neitherEndsACall_norIsLost() {
        answering = () -> eventually("the caller has seen its interrupt", () -> !sta.isInterrupted());
        boolean interrupted = inSta(() -> {
            Thread.currentThread().interrupt();
            assertThat(operation.status()).isEqualTo(new AsyncStatus.Pending());
            return Thread.interrupted();
        });
        assertThat(interrupted).isTrue();
    }

    @Test
    void awaitParks_andNeverEntersTheNativeWait() {
        Thread ender = Thread.startVirtualThread(() -> {
            eventually("the poller asks", () -> server.queries.get() > 3);
            server.finish();
        });
        assertThat(inSta(() -> operation.await())).isEqualTo(new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED));
        assertThat(server.waits).hasValue(0);
        assertThat(ender).isNotNull();
    }

    @Test
    void theRelease_isCalledFromTheMta_andNotWaitedFor() {
        inSta(() -> {
            operation.close();
            return "closed";
        });
        eventually("it is released", server::isReleased);
        // Cancel and Release.
        assertThat(callers).hasSize(2).allMatch(name -> name.startsWith("vss4j-mta-"));
    }

    @Test
    void adopting_isRefused_andReleasesTheReference() {
        ScriptedAsync other = new ScriptedAsync();
        inSta(() -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> AsyncOperation.adopt(other.pointer(), Arena.global()))
                    .withMessageStartingWith("An operation must not be made in a single-threaded apartment");
            return "refused";
        });
        eventually("it is released", other::isReleased);
        assertThat(other.cancels).hasValue(1);
    }

    @Test
    void aThreadWhoseApartmentCannotBeLookedUp_leavesTheOperationAsItFoundIt() throws InterruptedException {
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        List<Runnable> calls = List.of(operation::cancel, operation::status);
        for (Runnable call : calls) {
            Thread unlucky = Thread.ofPlatform().unstarted(() -> {
                try {
                    call.run();
                } catch (Throwable e) {
                    thrown.add(e);
                }
            });
            Apartment.probe = () -> {
                if (Thread.currentThread() == unlucky) {
                    throw new UnsupportedOperationException("no apartment");
                }
                return false;
            };
            unlucky.start();
            unlucky.join();
        }
        assertThat(thrown).hasSize(2).hasOnlyElementsOfType(UnsupportedOperationException.class);
        operation.close();
        assertThat(server.isReleased()).isTrue();
    }

    private <T> T inSta(Callable<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        sta = Thread.ofPlatform().unstarted(() -> {
            try {
                result.complete(action.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        Apartment.probe = () -> Thread.currentThread() == sta;
        sta.start();
        return result.join();
    }
}
