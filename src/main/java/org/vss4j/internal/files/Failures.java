package org.vss4j.internal.files;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Collects what fails on the way, to throw it as one exception: the first, with the next hundred suppressed in it. */
public final class Failures {

    private static final int SUPPRESSED = 100;

    private @Nullable IOException first;
    private int count;

    public void add(IOException failure) {
        if (first == null) {
            first = failure;
        } else if (count <= SUPPRESSED) {
            first.addSuppressed(failure);
        }
        count++;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Throws what was collected, if anything was. */
    public void throwFirst() throws IOException {
        if (first != null) {
            throw first;
        }
    }
}
