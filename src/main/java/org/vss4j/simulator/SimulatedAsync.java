package org.vss4j.simulator;

import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.internal.comserver.AsyncServer;

/**
 * One operation: pending, until whoever does its work says that it has ended, or until it is cancelled. The first end
 * is the only one.
 */
final class SimulatedAsync extends AsyncServer {
    private static final int PENDING = HResult.VSS_S_ASYNC_PENDING.value();
    private static final int FINISHED = HResult.VSS_S_ASYNC_FINISHED.value();
    private static final int CANCELLED = HResult.VSS_S_ASYNC_CANCELLED.value();
    private static final int INFINITE = -1;

    /** The lock of the object that began the operation, so that both change at once. */
    private final ReentrantLock lock;

    private final Condition ended;
    private final @Nullable Fault fault;
    private final Runnable onCancel;

    /** Written under {@link #lock}, and only once what belongs to an end has been done; read by whoever asks. */
    private volatile int status = PENDING;

    /**
     * A pending operation.
     *
     * @param fault what is wrong with it, or null
     * @param onCancel runs under the lock when the operation is cancelled
     */
    SimulatedAsync(ReentrantLock lock, @Nullable Fault fault, Runnable onCancel) {
        this.lock = lock;
        this.ended = lock.newCondition();
        this.fault = fault;
        this.onCancel = onCancel;
    }

    @Override
    protected int cancel() {
        lock.lock();
        try {
            if (status != PENDING) {
                // Also of an operation that ended with another success code, Cancel says that it is finished.
                return status < 0 || status == CANCELLED ? status : FINISHED;
            }
            if (fault instanceof Fault.RefusesCancel refusal) {
                return refusal.code().value();
            }
            stop();
            return HResult.S_OK.value();
        } finally {
            lock.unlock();
        }
    }

    /** Cancels the operation, if it is pending, whatever is wrong with it. */
    void stop() {
        end(CANCELLED, onCancel);
    }

    /** As native: the time is real, and an interrupt neither ends the wait nor is lost. */
    @Override
    protected int await(int milliseconds) {
        long left = milliseconds == INFINITE
                ? Long.MAX_VALUE
                : TimeUnit.MILLISECONDS.toNanos(Integer.toUnsignedLong(milliseconds));
        boolean interrupted = false;
        lock.lock();
        try {
            long end = System.nanoTime() + left;
            while (status == PENDING && left > 0) {
                try {
                    left = ended.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                    left = milliseconds == INFINITE ? Long.MAX_VALUE : end - System.nanoTime();
                }
            }
            return status < 0 ? status : HResult.S_OK.value();
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    protected int queryStatus(StatusOut out) {
        out.set(status);
        return HResult.S_OK.value();
    }

    @Override
    protected void released() {
        // The operation goes on: its work is not its caller's to stop by letting go of it.
    }

    /** Ends the operation well, and runs what belongs to that, unless it has ended before. Returns whether it did. */
    boolean finish(Runnable effect) {
        return end(FINISHED, effect);
    }

    /** Ends the operation with an error, and runs what belongs to that, unless it has ended before. */
    boolean fail(HResult error, Runnable effect) {
        return end(error, effect);
    }

    /** Ends the operation with a code, error or success, and runs what belongs to that, unless it has ended before. */
    boolean end(HResult code, Runnable effect) {
        return end(code.value(), effect);
    }

    /** Sets the final status, with the effect that belongs to it, unless there is one. Returns whether it did. */
    private boolean end(int code, Runnable effect) {
        lock.lock();
        try {
            if (status != PENDING) {
                return false;
            }
            effect.run();
            status = code;
            ended.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the operation has ended, by a cancel for example. */
    boolean isOver() {
        return status != PENDING;
    }

    /** Fails if the operation has ended: its work is of no use any more. */
    void checkpoint() {
        if (isOver()) {
            throw new CancellationException("The operation has ended");
        }
    }

    /** Sleeps until an instant of the simulator's clock; returns early if the operation ends first. */
    void sleepUntil(Instant instant, SimulatorClock clock) {
        Runnable wakeUp = this::wakeUp;
        clock.addListener(wakeUp);
        lock.lock();
        try {
            while (status == PENDING && clock.instant().isBefore(instant)) {
                ended.awaitNanos(clock.sleepUntil(instant));
            }
        } catch (InterruptedException e) {
            // Nobody interrupts a worker; if someone does, the operation is over early.
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
            clock.removeListener(wakeUp);
        }
    }

    private void wakeUp() {
        lock.lock();
        try {
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
