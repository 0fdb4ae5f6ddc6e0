package org.vss4j.internal.com;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class CallFrameTest {

    @Test
    void nestedFramesDoNotOverlap_howeverDeep() {
        // On a thread that has no frames yet.
        CompletableFuture.runAsync(CallFrameTest::nestFrames, Thread::startVirtualThread)
                .thenRunAsync(
                        CallFrameTest::nestFrames, task -> Thread.ofPlatform().start(task))
                .join();
    }

    private static void nestFrames() {
        List<CallFrame> frames = new ArrayList<>();
        for (long depth = 0; depth < 10; depth++) {
            CallFrame frame = CallFrame.open();
            frame.memory().fill((byte) 0);
            frame.memory().set(JAVA_LONG, 0, depth);
            frame.memory().set(JAVA_LONG, CallFrame.SIZE - 8, ~depth);
            frames.add(frame);
        }
        for (int depth = 0; depth < frames.size(); depth++) {
            MemorySegment memory = frames.get(depth).memory();
            assertThat(memory.get(JAVA_LONG, 0)).isEqualTo(depth);
            assertThat(memory.get(JAVA_LONG, CallFrame.SIZE - 8)).isEqualTo(~depth);
        }
        frames.reversed().forEach(CallFrame::close);
    }

    @Test
    void aFrameThatWasGivenBack_isUsedAgain() {
        CallFrame first = CallFrame.open();
        first.close();
        assertThat(first.memory().scope().isAlive()).isTrue();
        assertThat(memoryOfAFrame()).isSameAs(first.memory());
    }

    @Test
    void framesGivenBackInAnyOrder_areUsedAgain_andNeverTwiceAtOnce() {
        CallFrame outer = CallFrame.open();
        CallFrame inner = CallFrame.open();
        outer.close();
        MemorySegment first = memoryOfAFrame();
        assertThat(first).isSameAs(outer.memory()).isNotSameAs(inner.memory());
        inner.close();
    }

    @Test
    void platformThreadsHaveFramesOfTheirOwn() throws ExecutionException, InterruptedException {
        try (CallFrame mine = CallFrame.open()) {
            CompletableFuture<Long> other = new CompletableFuture<>();
            Thread.ofPlatform().start(() -> other.complete(memoryOfAFrame().address()));
            assertThat(other.get()).isNotEqualTo(mine.memory().address());
        }
    }

    @Test
    void aVirtualThreadsFrame_endsWithTheCall() throws InterruptedException {
        CompletableFuture<MemorySegment> memory = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try (CallFrame frame = CallFrame.open()) {
                        assertThat(frame.memory().byteSize()).isEqualTo(CallFrame.SIZE);
                        memory.complete(frame.memory());
                    }
                })
                .join();
        assertThat(memory.join().scope().isAlive()).isFalse();
    }

    @Test
    void aFrameThatNoCallHas_isTheCollectors() {
        WeakReference<CallFrame> frame = usedFrame();
        eventually("it is collected", () -> {
            System.gc();
            return frame.refersTo(null);
        });
        try (CallFrame next = CallFrame.open()) {
            next.memory().set(JAVA_LONG, 0, 7);
            assertThat(next.memory().get(JAVA_LONG, 0)).isEqualTo(7);
        }
    }

    private static WeakReference<CallFrame> usedFrame() {
        try (CallFrame frame = CallFrame.open()) {
            return new WeakReference<>(frame);
        }
    }

    private static MemorySegment memoryOfAFrame() {
        try (CallFrame frame = CallFrame.open()) {
            return frame.memory();
        }
    }
}
