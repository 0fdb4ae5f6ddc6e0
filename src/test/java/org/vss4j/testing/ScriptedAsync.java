package org.vss4j.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.internal.comserver.AsyncServer;

/** An IVssAsync whose every answer a test decides. As made, it keeps the contract. */
public class ScriptedAsync extends AsyncServer {
    private final AtomicInteger status = new AtomicInteger(HResult.VSS_S_ASYNC_PENDING.value());
    private final CountDownLatch ended = new CountDownLatch(1);

    /** How often Cancel was called. */
    public final AtomicInteger cancels = new AtomicInteger();

    /** How often Wait was called. */
    public final AtomicInteger waits = new AtomicInteger();

    /** How often Wait is being called now. */
    public final AtomicInteger waiting = new AtomicInteger();

    /** How often QueryStatus was called. */
    public final AtomicInteger queries = new AtomicInteger();

    /** What Cancel returns, instead of what the contract says. */
    public volatile @Nullable HResult cancelResult;

    /** What QueryStatus returns, instead of S_OK. */
    public volatile HResult queryResult = HResult.S_OK;

    /** Whether QueryStatus leaves the status unset. */
    public volatile boolean statusUnset;

    /** What Wait returns at once, instead of waiting. */
    public volatile @Nullable HResult waitResult;

    private volatile boolean released;

    public void finish() {
        end(HResult.VSS_S_ASYNC_FINISHED);
    }

    /** Ends the operation, if it is pending, with a code of its own. */
    public boolean end(HResult code) {
        boolean first = status.compareAndSet(HResult.VSS_S_ASYNC_PENDING.value(), code.value());
        if (first) {
            ended.countDown();
        }
        return first;
    }

    public boolean isReleased() {
        return released;
    }

    @Override
    protected int cancel() {
        cancels.incrementAndGet();
        HResult scripted = cancelResult;
        if (scripted != null) {
            return scripted.value();
        }
        return end(HResult.VSS_S_ASYNC_CANCELLED) ? HResult.S_OK.value() : status.get();
    }

    @Override
    protected int await(int milliseconds) {
        waits.incrementAndGet();
        HResult scripted = waitResult;
        if (scripted != null) {
            return scripted.value();
        }
        waiting.incrementAndGet();
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Integer.toUnsignedLong(milliseconds));
        while (true) {
            try {
                boolean unused = ended.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        waiting.decrementAndGet();
        return Math.min(status.get(), HResult.S_OK.value());
    }

    @Override
    protected int queryStatus(StatusOut out) {
        queries.incrementAndGet();
        if (!statusUnset) {
            out.set(status.get());
        }
        return queryResult.value();
    }

    @Override
    protected void released() {
        released = true;
    }
}
