package org.vss4j.exhaustion;

import java.util.Map;
import java.util.function.Supplier;
import org.vss4j.internal.com.Linking;

/** A program that waits until the classes of calls are initialised, says so, and then makes all calls. */
final class InitializationMain {
    /** What it says. */
    static final String READY = "ready";

    private InitializationMain() {}

    public static void main(String[] arguments) throws Exception {
        Linking.OPERATIONS.await();
        Linking.SESSIONS.await();
        System.out.println(READY);
        for (Map.Entry<String, Supplier<Subject>> one : ExhaustionMain.cases().entrySet()) {
            Subject subject = one.getValue().get();
            Throwable unused = Hardship.plainly(subject);
            subject.close();
        }
        System.out.println(ExhaustionMain.END);
        System.exit(0);
    }
}
