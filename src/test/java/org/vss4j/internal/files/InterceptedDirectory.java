package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;

/** A directory of an {@link InterceptedFileSystem} that is being listed. */
record InterceptedDirectory(DirectoryStream<Path> real, InterceptedFileSystem system, Before before)
        implements DirectoryStream<Path> {

    /** What happens before each entry. */
    interface Before {
        void next() throws IOException;
    }

    @Override
    public Iterator<Path> iterator() {
        Iterator<Path> entries = real.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                try {
                    before.next();
                } catch (IOException e) {
                    throw new DirectoryIteratorException(e);
                }
                return entries.hasNext();
            }

            @Override
            public Path next() {
                return system.path(entries.next());
            }
        };
    }

    @Override
    public void close() throws IOException {
        real.close();
    }
}
