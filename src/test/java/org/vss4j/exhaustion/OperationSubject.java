package org.vss4j.exhaustion;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.HResult;
import org.vss4j.contract.CServer;

/** A pending operation in an arena, with a thread that waits for its end and another's completion. */
final class OperationSubject implements Subject {
    private static final CServer SERVER = CServer.open();

    private interface Body {
        void call(OperationSubject subject) throws Exception;
    }

    private final Body body;
    private final CServer.NativeOperation begun = SERVER.begin();
    private final MemorySegment pointer = begun.pointer();
    private final Arena arena = Arena.ofShared();
    private final AsyncOperation operation = AsyncOperation.share(pointer, arena);
    private final CompletableFuture<AsyncStatus> completion = operation.completion();
    private final Thread waiter = Thread.ofPlatform().daemon().start(this::await);

    /** The second operation, of the reference that the server gave when it was begun. */
    private @Nullable AsyncOperation adopted;

    private boolean isTaken;
    private volatile boolean isClosed;

    private OperationSubject(Body body) {
        this.body = body;
    }

    /** The cases, by the public methods that they call. */
    static Map<String, Supplier<Subject>> cases() {
        Map<String, Body> bodies = new LinkedHashMap<>();
        bodies.put("AsyncOperation.adopt(MemorySegment, Arena)", OperationSubject::adopt);
        bodies.put(
                "AsyncOperation.share(MemorySegment, Arena)",
                subject -> AsyncOperation.share(subject.pointer, subject.arena));
        bodies.put("AsyncOperation.cancel()", subject -> subject.own().cancel());
        bodies.put("AsyncOperation.status()", subject -> subject.own().status());
        bodies.put("AsyncOperation.toString()", subject -> {
            String unused = subject.own().toString();
        });
        bodies.put("AsyncOperation.await()", subject -> {
            subject.begun.end(HResult.VSS_S_ASYNC_FINISHED);
            subject.own().await();
        });
        bodies.put("AsyncOperation.await(Duration)", subject -> subject.own().await(Duration.ofNanos(1)));
        bodies.put(
                "AsyncOperation.awaitOrCancel(Duration)",
                subject -> subject.own().awaitOrCancel(Duration.ofNanos(1)));
        bodies.put("AsyncOperation.completion()", subject -> {
            CompletableFuture<AsyncStatus> unused = subject.own().completion();
        });
        bodies.put("AsyncOperation.close()", subject -> subject.own().close());
        Map<String, Supplier<Subject>> cases = new LinkedHashMap<>();
        bodies.forEach((method, body) -> cases.put(method, () -> new OperationSubject(body).prepared(method)));
        return cases;
    }

    /** All methods but those that make an operation are called on one that is adopted. */
    private OperationSubject prepared(String method) {
        if (!method.contains("MemorySegment")) {
            adopt();
        }
        return this;
    }

    private void adopt() {
        try {
            isTaken = true;
            adopted = AsyncOperation.adopt(pointer, arena);
        } catch (StackOverflowError e) {
            // As it says: then it has not been taken over.
            isTaken = false;
            throw e;
        }
    }

    private AsyncOperation own() {
        AsyncOperation own = adopted;
        if (own == null) {
            throw new IllegalStateException("nothing is adopted");
        }
        return own;
    }

    private void await() {
        try {
            AsyncStatus unused = operation.await();
        } catch (IllegalStateException | InterruptedException | OutOfMemoryError e) {
            // However it ends, it ends.
        }
    }

    @Override
    public void call() throws Exception {
        body.call(this);
    }

    @Override
    public void closeInside() {
        close();
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        if (!isTaken) {
            adopt();
        }
        operation.close();
        if (adopted != null) {
            adopted.close();
        }
        arena.close();
    }

    @Override
    public List<String> left() {
        List<String> left = new ArrayList<>();
        Patience.until(() -> begun.references() == 0, () -> left.add(begun.references() + " references"));
        Patience.until(() -> !waiter.isAlive(), () -> left.add("a thread that waits"));
        Patience.until(completion::isDone, () -> left.add("a completion that does not end"));
        left.addAll(SERVER.drainViolations());
        return left;
    }
}
