package org.vss4j.contract;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.vss4j.HResult;
import org.vss4j.testing.NativeServer;

/**
 * A server in C. It keeps the contract, unless it is a {@link Mutant}, and its operations can be told to misbehave. Needs
 * what the build compiles: tests that use it have the tag {@value #TAG}.
 */
public final class CServer implements AsyncTestServer {
    /** The tag of tests that a build without a C compiler leaves out. */
    public static final String TAG = NativeServer.TAG;

    private static final int TEXT_SIZE = 512;
    private static final int DESCRIBED = 20;
    private static final Set<CServer> OPEN = ConcurrentHashMap.newKeySet();

    /** The test for which servers are opened. */
    private static volatile String currentTest = "no test";

    private final MemorySegment server;

    private CServer(MemorySegment server) {
        this.server = server;
    }

    /** Opens a server that keeps the contract. */
    public static CServer open() {
        return open(Mutant.NONE);
    }

    /** Opens a server that breaks a line of the contract. */
    public static CServer open(Mutant mutant) {
        try (Arena arena = Arena.ofConfined()) {
            CServer opened = new CServer(CServerLibrary.open(mutant.number(), arena.allocateFrom(currentTest)));
            OPEN.add(opened);
            return opened;
        }
    }

    /** Names the test to which the operations of servers belong that are opened from now on. */
    public static void nameTest(String test) {
        currentTest = test;
    }

    /** The test that was named last. */
    static String currentTest() {
        return currentTest;
    }

    /** The servers that are open. */
    static List<CServer> allOpen() {
        return List.copyOf(OPEN);
    }

    /** A method of IVssAsync, with its slot. */
    public enum Method {
        QUERY_INTERFACE(0),
        ADD_REF(1),
        RELEASE(2),
        CANCEL(3),
        WAIT(4),
        QUERY_STATUS(5);

        private final int number;

        Method(int number) {
            this.number = number;
        }
    }

    /** What an operation does against the contract; the header of the server says it of each, in the same order. */
    public enum Fault {
        CANCEL_RETURNS(0),
        CANCEL_LATE(1),
        CANCEL_HELD(2),
        WAIT_RETURNS(3),
        WAIT_LATE(4),
        WAIT_HELD(5),
        WAIT_HIDES_FAILURE(6),
        QUERY_RETURNS(7),
        QUERY_UNSET(8),
        QUERY_HELD(9);

        private final int number;

        Fault(int number) {
            this.number = number;
        }
    }

    /**
     * One line of the contract that a whole server breaks.
     *
     * @param number 0 for a server that breaks none
     */
    public record Mutant(int number, String text) {
        /** Breaks nothing. */
        public static final Mutant NONE = new Mutant(0, "none");

        /** Those there are. */
        public static List<Mutant> all() {
            return IntStream.rangeClosed(1, CServerLibrary.mutants())
                    .mapToObj(Mutant::of)
                    .toList();
        }

        /** The one with a number. */
        public static Mutant of(int number) {
            // A string literal of the library, so it ends, and stays.
            MemorySegment text = CServerLibrary.mutant(number).reinterpret(TEXT_SIZE);
            return new Mutant(number, text.getString(0));
        }

        @Override
        public String toString() {
            return number + ": " + text;
        }
    }

    @Override
    public NativeOperation begin() {
        long handle = CServerLibrary.begin(server);
        if (handle < 0) {
            throw new OutOfMemoryError("The C server has no memory for another operation");
        }
        return new NativeOperation(handle);
    }

    /**
     * An operation. When its last reference is gone it still answers, until its memory serves another, which is after
     * tens of thousands; then it has no references and no calls.
     */
    public record NativeOperation(long handle) implements Operation {
        @Override
        public MemorySegment pointer() {
            return CServerLibrary.pointer(handle);
        }

        @Override
        public boolean end(HResult code) {
            return CServerLibrary.end(handle, code.value()) != 0;
        }

        /** Has the operation end by itself, if it is pending then. */
        public void endAfter(HResult code, Duration delay) {
            CServerLibrary.endAfter(handle, code.value(), Math.toIntExact(delay.toMillis()));
        }

        @Override
        public int references() {
            return CServerLibrary.references(handle);
        }

        @Override
        public int waiting() {
            return inside(Method.WAIT);
        }

        /** How many calls of a method are inside now. */
        public int inside(Method method) {
            return CServerLibrary.inside(handle, method.number);
        }

        /** How often a method was called. */
        public int calls(Method method) {
            return CServerLibrary.calls(handle, method.number);
        }

        /** Makes the operation misbehave. */
        public NativeOperation with(Fault fault, int value) {
            CServerLibrary.set(handle, fault.number, value);
            return this;
        }

        /** Makes the operation misbehave in a way that has no value. */
        public NativeOperation with(Fault fault) {
            return with(fault, 1);
        }

        /** Makes the operation behave again, and lets calls go that are held. */
        public void without(Fault fault) {
            CServerLibrary.clear(handle, fault.number);
        }
    }

    @Override
    public int live() {
        return CServerLibrary.live(server);
    }

    @Override
    public List<String> describeLive() {
        List<String> lines = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(TEXT_SIZE);
            int next = CServerLibrary.nextLive(server, 0, text);
            while (next != 0 && lines.size() < DESCRIBED) {
                lines.add(text.getString(0));
                next = CServerLibrary.nextLive(server, next, text);
            }
        }
        return lines;
    }

    /** Those of all servers in C; each names its test. */
    @Override
    public List<String> drainViolations() {
        return drainAllViolations();
    }

    public static List<String> drainAllViolations() {
        List<String> lines = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(TEXT_SIZE);
            while (CServerLibrary.nextViolation(text) != 0) {
                lines.add(text.getString(0));
            }
        }
        return lines;
    }

    /** Leaves it at what the server has counted: an object that is alive still answers, but nobody asks for it. */
    @Override
    public void close() {
        OPEN.remove(this);
    }
}
