package org.vss4j.simulator;

import java.util.Arrays;

/**
 * In which calls of a method a {@link Fault} shows. They are counted from 1 for each method of a simulator, whichever
 * session makes them, those that are refused too. Implementations are safe for use by many threads.
 */
@FunctionalInterface
public interface WhichCalls {
    /**
     * Tells whether a call is one of them.
     *
     * @param number which call of the method it is, from 1
     * @return whether it is
     */
    boolean has(int number);

    /**
     * Every call.
     *
     * @return all calls
     */
    static WhichCalls all() {
        return number -> true;
    }

    /**
     * The first call alone.
     *
     * @return one call
     */
    static WhichCalls first() {
        return nth(1);
    }

    /**
     * One call alone.
     *
     * @param wanted which, from 1
     * @return one call
     * @throws IllegalArgumentException if the number is less than 1
     */
    static WhichCalls nth(int wanted) {
        if (wanted < 1) {
            throw new IllegalArgumentException("Calls are counted from 1, and " + wanted + " is less");
        }
        return number -> number == wanted;
    }

    /**
     * Every call but some.
     *
     * @param unwanted which are left out, from 1
     * @return all others
     */
    static WhichCalls except(int... unwanted) {
        int[] numbers = unwanted.clone();
        return number -> Arrays.stream(numbers).noneMatch(each -> each == number);
    }
}
