package org.vss4j.simulator;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.contract.AsyncTestServer;
import org.vss4j.internal.comserver.Violations;

/** A server of the simulator's operations. */
public final class SimulatorServer implements AsyncTestServer {
    private final List<Begun> begun = new CopyOnWriteArrayList<>();

    @Override
    public Operation begin() {
        Begun operation = new Begun();
        begun.add(operation);
        return operation;
    }

    private static final class Begun implements Operation {
        private final ConditionLock lock = new ConditionLock();
        private final SimulatedAsync async = new SimulatedAsync(lock, null, () -> {});

        @Override
        public MemorySegment pointer() {
            return async.pointer();
        }

        @Override
        public boolean end(HResult code) {
            return async.end(code, () -> {});
        }

        @Override
        public int references() {
            return async.references();
        }

        @Override
        public int waiting() {
            lock.lock();
            try {
                return lock.getWaitQueueLength(Objects.requireNonNull(lock.condition));
            } finally {
                lock.unlock();
            }
        }
    }

    /** A lock that knows its one condition, and so who waits for it. */
    @SuppressWarnings("serial")
    private static final class ConditionLock extends ReentrantLock {
        private @Nullable Condition condition;

        @Override
        public Condition newCondition() {
            condition = super.newCondition();
            return condition;
        }
    }

    private List<Begun> alive() {
        return begun.stream().filter(operation -> operation.references() > 0).toList();
    }

    @Override
    public int live() {
        return alive().size();
    }

    @Override
    public List<String> describeLive() {
        return alive().stream()
                .map(operation -> operation.references() + " reference(s) to operation " + begun.indexOf(operation))
                .toList();
    }

    @Override
    public List<String> drainViolations() {
        return Violations.drain();
    }

    @Override
    public void close() {
        begun.clear();
    }
}
