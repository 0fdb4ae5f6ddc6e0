package org.vss4j.internal.com;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
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
        MemorySegment first = memoryOfAFrame();
        assertThat(first.scope().isAlive()).isTrue();
        assertThat(memoryOfAFrame()).isSameAs(first);
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

    private static MemorySegment memoryOfAFrame() {
        try (CallFrame frame = CallFrame.open()) {
            return frame.memory();
        }
    }
}
