package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.vss4j.internal.files.PathText;

/** Not all that a process noted could be undone when it was done with it; the next one of the same root tries again. */
public final class LeftoversException extends IOException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // List.copyOf makes serializable ones.
    private final List<String> lines;

    LeftoversException(Path root, List<IOException> failures) {
        super(failures.getFirst().getMessage(), failures.getFirst());
        this.lines = failures.stream()
                .map(failure -> failure.getMessage() + "; the next vss4j that uses the state folder "
                        + PathText.of(root) + " tries again")
                .toList();
        failures.stream().skip(1).forEach(this::addSuppressed);
    }

    /** Returns one line for each thing: what is left, why, and who undoes it when. */
    public List<String> lines() {
        return lines;
    }
}
