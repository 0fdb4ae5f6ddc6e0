package org.vss4j.internal.posix;

import java.nio.file.FileSystemException;
import java.util.stream.Stream;

/** A call failed and said why by errno. The reason is told in words of our own, which no locale changes. */
public final class PosixException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    private final String function;
    private final int number;

    /**
     * A failure.
     *
     * @param function the function that failed
     * @param file what it was about
     * @param number errno
     */
    public PosixException(String function, String file, int number) {
        super(file, null, Errno.of(number).map(Errno::words).orElse("error " + number));
        this.function = function;
        this.number = number;
    }

    /** Returns the function that failed. */
    public String function() {
        return function;
    }

    /** Returns errno. */
    public int number() {
        return number;
    }

    /** Returns errno by its name, such as {@code ENOENT}, or by its number where no name is known. */
    public String name() {
        return Errno.of(number).map(Errno::name).orElse(String.valueOf(number));
    }

    /** Tells whether it is one of these. */
    public boolean is(Errno... errors) {
        return Stream.of(errors).anyMatch(error -> error.number() == number);
    }
}
