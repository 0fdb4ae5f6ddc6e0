package org.vss4j.internal.com;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** That the stack which is asked for is there afterwards is for the tests that make calls at its end. */
class StackRoomTest {
    private static final long STACK = 512 * 1024;

    private int toEnd;
    private int toBegin;

    @Test
    void nearTheEndOfTheStackItFails_elsewhereNot_andToBeginTakesMoreThanToEnd() throws InterruptedException {
        Thread thread = new Thread(null, this::descend, "a small stack", STACK);
        thread.start();
        thread.join();
        assertThat(toEnd).as("frames left where there is room to end").isPositive();
        assertThat(toBegin).as("frames left where there is room to begin").isGreaterThan(toEnd);
    }

    /** Goes to the end of the stack, and asks on the way back. Returns how many frames are left. */
    private int descend() {
        int left;
        try {
            left = 1 + descend();
        } catch (StackOverflowError e) {
            left = 0;
        }
        if (toEnd == 0 && passes(StackRoom::toEnd)) {
            toEnd = left;
        }
        if (toBegin == 0 && passes(StackRoom::toBegin)) {
            toBegin = left;
        }
        return left;
    }

    private static boolean passes(Runnable question) {
        try {
            question.run();
            return true;
        } catch (StackOverflowError e) {
            return false;
        }
    }
}
