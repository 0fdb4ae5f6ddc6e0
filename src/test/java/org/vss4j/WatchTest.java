package org.vss4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The list of a watch whose waiters cannot be told when they are told first. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchTest {
    private final Watch watch =
            new Watch(new AsyncReference(MemorySegment.ofAddress(Long.BYTES), AsyncReference.AtClose.LEAVE_RUNNING));
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger told = new AtomicInteger();

    /** Who is told while another thread looks, and for whom memory is missing then. */
    private final class Late extends Waiter {
        private boolean failed;

        @Override
        void tell() {
            if (failed) {
                told.incrementAndGet();
                return;
            }
            failed = true;
            inside.countDown();
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            throw new OutOfMemoryError("thrown by a test");
        }

        @Override
        protected void run() {
            tell();
        }
    }

    @Test
    void itIsNotOver_whileTheLastWaiterIsBeingTold_whoMayHaveToBePutBack() throws InterruptedException {
        assertThat(watch.add(new Late())).isTrue();
        Thread closer = Thread.ofPlatform().start(watch::close);
        inside.await();
        assertThat(watch.isOver()).as("over while one is being told").isFalse();
        held.countDown();
        closer.join();
        assertThat(told.get()).isZero();
        assertThat(watch.isOver()).as("over when all are told").isTrue();
        assertThat(told.get()).isEqualTo(1);
    }
}
