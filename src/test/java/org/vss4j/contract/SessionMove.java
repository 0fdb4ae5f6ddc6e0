package org.vss4j.contract;

/** What can be done to a session. Those up to {@link #CANCEL} can be done to an object of a service as well. */
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
    CANCEL,
    /** The writers are asked, and what they have is read. */
    WRITERS,
    /** All that leads to the copies. */
    TAKE,
    /** All that ends a backup well. */
    FINISH,
    /** What a session knows is looked at. */
    LOOK,
    /** What was begun last is closed by the user. */
    LET_GO,
    CANCEL_SESSION,
    CLOSE
}
