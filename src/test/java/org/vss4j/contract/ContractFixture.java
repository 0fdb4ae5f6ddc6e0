package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.vss4j.testing.Eventually.within;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vss4j.AsyncOperation;
import org.vss4j.HResult;
import org.vss4j.contract.AsyncTestServer.Operation;
import org.vss4j.contract.CServer.Mutant;
import org.vss4j.internal.com.slots.AsyncSlots;
import org.vss4j.internal.com.slots.UnknownSlots;
import org.vss4j.testing.Eventually;

/**
 * What the tests of the contract stand on: a server for each test, operations, and threads whose calls are given a time.
 * After the test nobody may have misused a pointer, and no object may be alive.
 */
abstract class ContractFixture {
    /** The number of the mutant that the suite runs against. */
    static final String MUTANT = "vss4j.contract.mutant";

    /** How long, in milliseconds, what should come about by itself is waited for. */
    static final String PATIENCE = "vss4j.contract.patience";

    /** After how many failures the rest of the suite is left out. */
    static final String FAILURES = "vss4j.contract.failures";

    private static final int DEFAULT_PATIENCE = 60_000;

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Reference> references = new ArrayList<>();
    private final List<AsyncOperation> adopted = new ArrayList<>();

    /** Made by {@link Life}, before each test. */
    @SuppressWarnings("NullAway.Init")
    private AsyncTestServer server;

    @SuppressWarnings("NullAway.Init")
    private Duration patience;

    @RegisterExtension
    final Extension life = new Life();

    /** Opens the server that the contract is held against. */
    abstract AsyncTestServer open(Mutant mutant);

    private final class Life implements BeforeEachCallback, AfterEachCallback {
        @Override
        public void beforeEach(ExtensionContext context) {
            int most = context.getConfigurationParameter(FAILURES, Integer::valueOf)
                    .orElse(Integer.MAX_VALUE);
            assumeTrue(failures(context).get() < most, "enough tests have failed");
            int mutant =
                    context.getConfigurationParameter(MUTANT, Integer::valueOf).orElse(0);
            patience = Duration.ofMillis(context.getConfigurationParameter(PATIENCE, Integer::valueOf)
                    .orElse(DEFAULT_PATIENCE));
            CServer.nameTest(ContractFixture.this.getClass().getSimpleName() + "." + context.getDisplayName());
            server = open(mutant == 0 ? Mutant.NONE : Mutant.of(mutant));
            server.drainViolations();
        }

        @Override
        public void afterEach(ExtensionContext context) {
            try {
                settle();
            } catch (AssertionError e) {
                failures(context).incrementAndGet();
                throw e;
            }
            context.getExecutionException().ifPresent(e -> failures(context).incrementAndGet());
        }

        private static AtomicInteger failures(ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(ContractFixture.class))
                    .getOrComputeIfAbsent(FAILURES, key -> new AtomicInteger(), AtomicInteger.class);
        }

        /** Ends all that the test has begun, and asserts that nothing is left. */
        private void settle() {
            try {
                references.forEach(Reference::stop);
                adopted.forEach(AsyncOperation::close);
                within(
                        patience,
                        "all calls have returned",
                        () -> threads.stream().noneMatch(Thread::isAlive));
                references.forEach(Reference::release);
                within(patience, "all references are released", () -> server.live() == 0);
            } catch (AssertionError e) {
                throw new AssertionError("left: " + server.describeLive() + " " + server.drainViolations(), e);
            } finally {
                server.close();
            }
            assertThat(server.drainViolations())
                    .as("calls that no caller may make")
                    .isEmpty();
        }
    }

    /** An operation, and the one reference to it with which it began; the fixture gives it back. */
    record Reference(Operation operation, MemorySegment self) {
        private void stop() {
            if (!operation.end(HResult.VSS_S_ASYNC_FINISHED)) {
                return;
            }
            // A server that does not end its operations still has to let the threads of the test go.
            AsyncSlots.cancel(self);
        }

        private void release() {
            UnknownSlots.release(self);
        }
    }

    /** Begins an operation whose slots the test calls. */
    final Reference begin() {
        Operation operation = server.begin();
        // Eight bytes: an interface pointer points at the address of its vtable.
        MemorySegment self = operation.pointer().reinterpret(ValueLayout.ADDRESS.byteSize());
        Reference reference = new Reference(operation, self);
        references.add(reference);
        return reference;
    }

    /** Begins an operation for an owner that the test makes. */
    final Operation beginForOwner() {
        return server.begin();
    }

    /** Has the fixture close an owner. */
    final AsyncOperation closing(AsyncOperation operation) {
        adopted.add(operation);
        return operation;
    }

    /** Makes a call on a thread of its own. */
    final <T> CompletableFuture<T> start(Callable<T> call) {
        return start(Thread.ofPlatform().daemon(), call);
    }

    final <T> CompletableFuture<T> start(Thread.Builder builder, Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        threads.add(builder.start(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        }));
        return result;
    }

    /** The result of a call that should return by itself. */
    final <T> T result(CompletableFuture<T> call) throws InterruptedException, ExecutionException {
        try {
            return call.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("A call has not returned in " + patience, e);
        }
    }

    /** The result of a call that should return by itself, made on a thread of its own. */
    final <T> T result(Callable<T> call) throws InterruptedException, ExecutionException {
        return result(start(call));
    }

    final void eventually(String condition, Eventually.Condition holds) {
        within(patience, condition, holds);
    }

    final Duration patience() {
        return patience;
    }
}
