package org.vss4j.exhaustion;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A program that tries methods under a hardship, in all degrees or every so many, and prints what is left each time. */
public final class ExhaustionMain {
    /** The last line of a run that came to its end. */
    static final String END = "all tried";

    private static final PrintStream OUT = System.out;

    private ExhaustionMain() {}

    /** All cases, by the methods that they call. */
    static Map<String, Supplier<Subject>> cases() {
        Map<String, Supplier<Subject>> cases = new LinkedHashMap<>(OperationSubject.cases());
        cases.putAll(ServiceSubject.cases());
        return cases;
    }

    /**
     * Runs, and ends the process as a program does.
     *
     * @param arguments the hardship, how many degrees to go on at a time, and how the methods begin
     */
    public static void main(String[] arguments) throws Exception {
        LogHandlers.silence();
        // That which System.exit asks, and which the JDK would set up at the end of the memory else.
        boolean unused = System.getLogger("java.lang.Runtime").isLoggable(System.Logger.Level.DEBUG);
        Hardship hardship = Hardship.valueOf(arguments[0]);
        int step = Integer.parseInt(arguments[1]);
        for (Map.Entry<String, Supplier<Subject>> one : cases().entrySet()) {
            if (one.getKey().startsWith(arguments[2])) {
                // Once as it should be, so that what the JDK does for the first time is not done at the end of the
                // memory.
                run(one.getKey() + ", unhindered", one.getValue().get(), null, 0);
                for (int degree = 0; degree <= hardship.most; degree += step) {
                    run(
                            one.getKey() + ", " + hardship + " " + degree,
                            one.getValue().get(),
                            hardship,
                            degree);
                }
            }
        }
        OUT.println(END);
        System.exit(0);
    }

    private static void run(String name, Subject subject, @Nullable Hardship hardship, int degree) {
        Throwable thrown = hardship == null ? Hardship.plainly(subject) : hardship.call(subject, degree);
        Throwable atClose = null;
        try {
            subject.close();
        } catch (Throwable e) {
            atClose = e;
        }
        List<String> left = subject.left();
        if (!left.isEmpty() || thrown instanceof LinkageError || atClose != null) {
            OUT.println(name + ": left " + left + "; thrown " + thrown + "; by the close " + atClose);
            if (Boolean.getBoolean("vss4j.traces")) {
                print(thrown);
                print(atClose);
            }
        }
    }

    private static void print(@Nullable Throwable thrown) {
        if (thrown != null) {
            thrown.printStackTrace(OUT);
        }
    }
}
