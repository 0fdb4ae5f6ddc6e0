package org.vss4j.requester;

import java.util.List;
import java.util.stream.Collectors;

/** Nothing is deleted, for of some shadow copies {@linkplain CopyFilter#undecided it cannot be told} whether they are meant. */
public final class UndecidedCopiesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UndecidedCopiesException(List<StoredCopy> copies) {
        super("Nothing is deleted, for of which volume, how old and of what kind these shadow copies are is not known: "
                + copies.stream()
                        .map(copy -> copy.id() + " of the set " + copy.setId())
                        .collect(Collectors.joining(", "))
                + ". Choose by ids.");
    }
}
