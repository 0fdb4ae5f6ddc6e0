package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.Directories;

/** A directory of the source, open for one pass over its entries; each failure is an {@link UnreadableException}. */
final class JavaListing implements AutoCloseable {

    private final DirectoryStream<Path> stream;
    private final Iterator<Path> entries;

    private JavaListing(DirectoryStream<Path> stream) {
        this.stream = stream;
        this.entries = stream.iterator();
    }

    static JavaListing open(Path directory, BasicFileAttributes seen) throws UnreadableException {
        try {
            return new JavaListing(Directories.open(directory, seen));
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    /** Returns the next entry, or null when there is none. */
    @Nullable
    Path next() throws UnreadableException {
        try {
            return entries.hasNext() ? entries.next() : null;
        } catch (DirectoryIteratorException e) {
            throw new UnreadableException(Objects.requireNonNull(e.getCause()));
        }
    }

    @Override
    public void close() throws UnreadableException {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }
}
