package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A folder of the source, and the one of the target that has been made of it. */
interface CopiedFolder extends AutoCloseable {

    /** Returns the path by which it is told. */
    Path source();

    /** Opens the folder of the source, to list it once. */
    void startListing() throws UnreadableException;

    /** Returns the next entry of the source, or null when there is none. */
    @Nullable
    CopiedEntry next() throws UnreadableException;

    /** Ends the listing, which need not be at its end. */
    void endListing() throws UnreadableException;

    /** Returns an entry that has been listed. */
    CopiedEntry entry(Path name) throws UnreadableException;

    /** Gives the folder of the target its attributes, when all that is below it is complete, and closes both. */
    void finish() throws IOException;

    /** Closes what is still open, when the copy ends early. */
    @Override
    void close();
}
