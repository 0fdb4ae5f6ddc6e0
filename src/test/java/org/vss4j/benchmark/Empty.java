package org.vss4j.benchmark;

/** A program that does nothing. */
final class Empty {
    private Empty() {}

    public static void main(String[] arguments) {
        // What a JVM costs by itself.
    }
}
