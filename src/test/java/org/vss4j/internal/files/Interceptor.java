package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.Path;

/** What happens before each operation of an {@link InterceptedFileSystem}. */
@FunctionalInterface
public interface Interceptor {

    /** Kinds of operations; those that change something come last. */
    enum Operation {
        LOOK,
        LIST,
        NEXT,
        OPEN,
        READ,
        CLOSE,
        FORCE,
        CREATE,
        WRITE,
        LOCK,
        CHANGE_ATTRIBUTES,
        MAKE_DIRECTORY,
        MAKE_LINK,
        DELETE,
        MOVE;

        public boolean changes() {
            return compareTo(CREATE) >= 0;
        }
    }

    /**
     * Called before an operation, which is not done if this throws.
     *
     * @param path the path in the real file system; of a move, where from
     */
    void before(Operation operation, Path path) throws IOException;
}
