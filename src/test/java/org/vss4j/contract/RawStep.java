package org.vss4j.contract;

import org.vss4j.simulator.VssMethod;

/** One thing that is done to a service, with no regard to what it asks for. An object is meant by its number. */
sealed interface RawStep {
    /** A method whose one argument is where the IVssAsync goes. */
    record Begin(int object, VssMethod method) implements RawStep {}

    /** A method without arguments. */
    record Call(int object, VssMethod method) implements RawStep {}

    record InitializeForBackup(int object, Xml xml) implements RawStep {}

    enum Xml {
        NULL,
        EMPTY,
        DOCUMENT
    }

    record SetContext(int object, int context) implements RawStep {}

    record SetBackupState(int object, int type) implements RawStep {}

    record StartSnapshotSet(int object, Out out) implements RawStep {}

    record AddToSnapshotSet(int object, Volume volume, Provider provider, Out out) implements RawStep {}

    enum Volume {
        FIRST,
        SECOND,
        WITHOUT_SEPARATOR,
        MISSING,
        /** A volume of which no copies can be made. */
        UNSUPPORTED,
        NULL
    }

    enum Provider {
        ANY,
        /** The one that there is. */
        OWN,
        UNKNOWN
    }

    /** Whether an out-parameter points at something. */
    enum Out {
        GIVEN,
        NULL
    }

    /** A call about writers, and the number of the component or writer that it is about. */
    record OfWriters(int object, RawWriters.Call call, int number) implements RawStep {}

    record GetSnapshotProperties(int object, Copy copy) implements RawStep {}

    enum Copy {
        FIRST,
        LAST,
        UNKNOWN
    }

    record Query(int object, int type, int returnedType) implements RawStep {}

    record DeleteSnapshots(int object, Copy copy, int type) implements RawStep {}

    /** A new object takes the place of one, which stays as it is. */
    record Leave(int object) implements RawStep {}

    /** Whether copies of a volume can be made. */
    record IsVolumeSupported(int object, Volume volume, Provider provider) implements RawStep {}

    /** The last Release of an object, in whose place a new one is made. */
    record Renew(int object) implements RawStep {}

    /** A method of an IVssAsync, the last but so many. */
    record Ask(int back, AsyncMethod method) implements RawStep {}

    enum AsyncMethod {
        CANCEL,
        WAIT_NOT_AT_ALL,
        QUERY_STATUS
    }

    /** The caller lets go of all operations that it holds. */
    record LetGo() implements RawStep {}

    /** Time passes, enough for every operation that is under way. */
    record LetTimePass() implements RawStep {}
}
