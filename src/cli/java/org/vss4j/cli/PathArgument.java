package org.vss4j.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.windows.NtNames;
import org.vss4j.internal.windows.Platform;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Paths as they are given to the command: only those that name what the user wrote. */
final class PathArgument implements ITypeConverter<Path> {
    /** What the JVM makes of each byte of an argument that is not valid in the platform's encoding. */
    private static final char REPLACEMENT = '\uFFFD';

    /** Tells whether an argument has lost some of its bytes on the way to this JVM. */
    static boolean isMutilated(String text) {
        return text.indexOf(REPLACEMENT) >= 0;
    }

    @Override
    public Path convert(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("'' names nothing: write . for the current folder");
        }
        if (isMutilated(text)) {
            throw new TypeConversionException("'" + text + "' has bytes that are not valid in " + PathText.encoding()
                    + ": Java cannot name it, rename it first");
        }
        try {
            // A volume's own name as mountvol prints it Java cannot read.
            return Path.of(Platform.isWindows() ? NtNames.readable(text) : text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + text + "' is not a path: " + e.getReason());
        }
    }
}
