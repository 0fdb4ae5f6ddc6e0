package org.vss4j.contract;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import org.vss4j.AsyncOperation;

/** A program that prints what a call allocates once it is compiled: bytes, for each call of the method it is given. */
final class Allocations {
    private static final int CALLS = 100_000;
    private static final int ROUNDS = 50;

    private Allocations() {}

    public static void main(String[] arguments) {
        try (AsyncOperation operation =
                AsyncOperation.adopt(CServer.open().begin().pointer(), Arena.global())) {
            Runnable call = switch (arguments[0]) {
                case "status" -> operation::status;
                case "cancel" -> operation::cancel;
                default -> throw new IllegalArgumentException(arguments[0]);
            };
            System.out.println(bytes(call) / CALLS);
        }
    }

    /** What a round of calls allocates, in the round with the least. */
    private static long bytes(Runnable call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
