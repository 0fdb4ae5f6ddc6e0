package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.AsyncOperation;

/**
 * Closes on virtual threads whose stacks are deep, on the service in C: the JVM cannot put some of them aside, and throws them
 * out of their waiting by a StackOverflowError. However they end, each operation is released once, and not called after that.
 */
@Tag(CServer.TAG)
@ExtendWith(CServersAreClean.class)
class CDeepCloseTest {
    private static final int CLOSES = 20;

    @Test
    void anOperationIsReleasedOnceHoweverDeepTheStackOfItsClose() throws InterruptedException {
        int deepest = deepest();
        List<CServer.NativeOperation> closed = new ArrayList<>();
        try (CServer server = CServer.open()) {
            for (int percent = 30; percent <= 95; percent += 5) {
                for (int i = 0; i < CLOSES; i++) {
                    closed.add(closeTwice(server, (int) ((long) deepest * percent / 100)));
                }
            }
            eventually("all are released", () -> closed.stream().allMatch(operation -> operation.references() == 0));
            assertThat(server.drainViolations()).as("violations").isEmpty();
        }
        assertThat(closed)
                .extracting(operation -> operation.calls(CServer.Method.RELEASE))
                .as("calls of Release")
                .containsOnly(1);
    }

    /** Closes an operation on a virtual thread at a depth, and then once more. */
    private static CServer.NativeOperation closeTwice(CServer server, int depth) throws InterruptedException {
        CServer.NativeOperation begun = server.begin();
        AsyncOperation operation = AsyncOperation.adopt(begun.pointer(), Arena.global());
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        at(depth, operation::close);
                    } catch (StackOverflowError e) {
                        // That is what the second close is for.
                    }
                })
                .join();
        operation.close();
        return begun;
    }

    /** How many frames fit on the stack of a virtual thread, when their code is compiled. */
    private static int deepest() throws InterruptedException {
        int[] found = new int[1];
        Thread.ofVirtual()
                .start(() -> {
                    for (int round = 0; round < 3; round++) {
                        found[0] = search();
                    }
                })
                .join();
        return found[0];
    }

    private static int search() {
        int fits = 0;
        int tooMany = 200_000;
        while (tooMany - fits > 1) {
            int middle = (fits + tooMany) / 2;
            try {
                at(middle, () -> {});
                fits = middle;
            } catch (StackOverflowError e) {
                tooMany = middle;
            }
        }
        return fits;
    }

    private static void at(int depth, Runnable action) {
        if (depth == 0) {
            action.run();
        } else {
            at(depth - 1, action);
        }
    }
}
