package org.vss4j.benchmark;

/** What is being done, on stderr; stdout is for the table. */
final class Progress {
    private Progress() {}

    static void say(String what) {
        System.err.println("benchmark: " + what);
    }
}
