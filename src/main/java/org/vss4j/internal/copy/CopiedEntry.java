package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.vss4j.internal.files.FileKey;

/** An entry of the source, and its place in the target: what can be done with it, whatever does it. */
interface CopiedEntry {

    /** What an entry is. */
    enum Kind {
        FOLDER,
        FILE,
        LINK,
        OTHER
    }

    /** Returns the path by which it is told; it may be longer than what the system opens. */
    Path source();

    /** Returns the path of its place in the target, for messages. */
    Path target();

    /** Returns why its name cannot be used in a path, in a few words; empty if it can. */
    Optional<String> refusedName();

    /** Looks at it, which has to be done before all that follows, and says what it is. */
    Kind look() throws UnreadableException;

    /** Says what it is that is none of the other kinds. */
    String describeOther() throws UnreadableException;

    /** Tells whether its permissions keep its owner himself from reading it, or from listing or passing a folder. */
    boolean deniesOwner();

    /** Returns what makes it the same folder by whatever path it is reached, where that can be told. */
    Optional<FileKey> key();

    /** Makes the folder of the target, which belongs to its owner alone and is writable until it is finished. */
    CopiedFolder makeFolder() throws IOException;

    /** Makes the link of the target, with the times of this one where links have some, and returns where it leads. */
    Path copyLink() throws UnreadableException, IOException;

    /** Opens the file for reading. */
    SourceFile open() throws UnreadableException;

    /** Makes the file of the target, which only its owner can open. */
    TargetFile create() throws IOException;

    /** Removes the file of the target, after it has been closed. */
    void deleteTarget() throws IOException;
}
