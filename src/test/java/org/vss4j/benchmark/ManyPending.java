package org.vss4j.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.vss4j.AsyncOperation;

/**
 * Many operations that are pending for some seconds, and then end one after the other: what that costs, and how late each
 * end is seen. Arguments: how it is waited, and how many operations.
 */
final class ManyPending {
    /** How the end is waited for. */
    enum Way {
        /** By {@code completion()}. */
        COMPLETION,
        /** A virtual thread each, in {@code await()}. */
        VIRTUAL_THREAD,
        /** A platform thread each, in the native Wait without a limit, as one without this library might. */
        PLATFORM_THREAD
    }

    private static final long BEGIN = TimeUnit.SECONDS.toNanos(5);
    private static final long QUIET = TimeUnit.SECONDS.toNanos(4);
    private static final long SPREAD = TimeUnit.SECONDS.toNanos(2);

    private final Arena arena = Arena.ofAuto();
    private final long[] ends;
    private final long[] seen;
    private final CountDownLatch left;

    private ManyPending(int count) {
        ends = new long[count];
        seen = new long[count];
        left = new CountDownLatch(count);
    }

    public static void main(String[] arguments) throws Exception {
        new ManyPending(Integer.parseInt(arguments[1])).run(Way.valueOf(arguments[0]));
    }

    private void run(Way way) throws Exception {
        long cpuAtStart = cpu();
        long quiet = System.nanoTime() + BEGIN;
        for (int i = 0; i < ends.length; i++) {
            ends[i] = quiet + QUIET + i * (SPREAD / ends.length);
            begin(way, i, NativeObjects.timed(ends[i]));
        }
        long late = System.nanoTime() - quiet;
        if (late > 0) {
            throw new IllegalStateException("The operations took " + late + " ns too long to begin");
        }
        parkUntil(quiet);
        long cpuAtQuiet = cpu();
        int pollers = threads("vss4j-poller");
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long residentBytes = residentBytes();
        parkUntil(quiet + QUIET * 9 / 10);
        double cpuPerSecond = (cpu() - cpuAtQuiet) / (QUIET * 0.9);
        left.await();
        double cpuSeconds = (cpu() - cpuAtStart) / 1e9;
        long[] delays = new long[ends.length];
        for (int i = 0; i < delays.length; i++) {
            delays[i] = seen[i] - ends[i];
        }
        print("p50.ms", Figures.percentile(delays, 0.50) / 1e6);
        print("p99.ms", Figures.percentile(delays, 0.99) / 1e6);
        print("max.ms", Figures.percentile(delays, 1) / 1e6);
        print("cpuPerSecond", cpuPerSecond);
        print("cpuSeconds", cpuSeconds);
        print("pollers", pollers);
        print("threads", threads);
        print("residentMB", residentBytes / 1e6);
        print("waits", NativeObjects.waits());
    }

    private void begin(Way way, int number, MemorySegment object) {
        switch (way) {
            case COMPLETION -> {
                var unused = AsyncOperation.adopt(object, arena)
                        .completion()
                        .whenComplete((status, failure) -> ended(number));
            }
            case VIRTUAL_THREAD -> {
                AsyncOperation operation = AsyncOperation.adopt(object, arena);
                Thread.ofVirtual().start(() -> {
                    try {
                        operation.await();
                        ended(number);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
            }
            case PLATFORM_THREAD -> {
                FfmPeer peer = new FfmPeer(object);
                Thread.ofPlatform().daemon().start(() -> {
                    peer.await(-1);
                    ended(number);
                });
            }
        }
    }

    private void ended(int number) {
        seen[number] = System.nanoTime();
        left.countDown();
    }

    private static void parkUntil(long instant) {
        for (long rest = instant - System.nanoTime(); rest > 0; rest = instant - System.nanoTime()) {
            LockSupport.parkNanos(rest);
        }
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static int threads(String name) {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .count();
    }

    /** The memory of this process that is in RAM, as Linux tells it. */
    static long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    static void print(String name, double value) {
        System.out.println(name + " " + value);
    }
}
