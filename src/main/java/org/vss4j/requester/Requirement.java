package org.vss4j.requester;

/** Whether a backup is of use without a component. */
public enum Requirement {
    /** It is not: if the component's writer fails, the session fails. */
    REQUIRED,
    /** It is: if the component's writer fails, the session goes on, and says so in its result. */
    OPTIONAL
}
