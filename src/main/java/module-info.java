/**
 * The Windows Volume Shadow Copy Service for Java: asynchronous operations with an exact cancel, a requester that takes
 * shadow copies and cleans up after itself, and a simulator of the service that runs on every system.
 */
module org.vss4j {
    // Where it is missing, nothing is recorded.
    requires static jdk.jfr;
    requires static org.jspecify;

    exports org.vss4j;
    exports org.vss4j.requester;
    exports org.vss4j.simulator;
    exports org.vss4j.writer;
}
