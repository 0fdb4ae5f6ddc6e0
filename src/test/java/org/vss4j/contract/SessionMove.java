package org.vss4j.contract;

/** What can be done to a session. */
enum SessionMove {
    DISABLE,
    GATHER,
    READ_METADATA,
    START,
    ADD,
    PREPARE,
    STATUS,
    MAKE,
    READ_COPIES,
    SAVE,
    COMPLETE,
    /** Time passes, enough for the operation that runs. */
    PASS,
    /** The operation that was begun last is cancelled. */
    CANCEL
}
