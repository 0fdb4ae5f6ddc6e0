package org.vss4j.cli;

import org.jspecify.annotations.Nullable;

/**
 * What {@code doctor} found out about one thing.
 *
 * @param name the thing
 * @param state whether it is as it should be
 * @param message what was found, in one line
 * @param advice what to do; null if there is nothing to do
 */
record Check(
        String name, State state, String message, @Nullable String advice) {
    /** Whether something is as it should be. */
    enum State {
        OK("ok"),
        PROBLEM("problem"),
        /** Does not matter here, or cannot be found out. */
        NOT_APPLICABLE("not-applicable");

        private final String word;

        State(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Check ok(String name, String message) {
        return new Check(name, State.OK, message, null);
    }

    static Check problem(String name, String message, String advice) {
        return new Check(name, State.PROBLEM, message, advice);
    }

    static Check notApplicable(String name, String message) {
        return new Check(name, State.NOT_APPLICABLE, message, null);
    }
}
