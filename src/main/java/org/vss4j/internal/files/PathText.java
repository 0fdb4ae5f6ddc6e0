package org.vss4j.internal.files;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.vss4j.internal.posix.PosixName;
import org.vss4j.internal.windows.Platform;

/** A path as one line of text, for people: what is not a printable character of it is shown as {@code \xHH}. */
public final class PathText {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PathText() {}

    /**
     * Returns the text of {@code path}. Bytes that are not valid in the platform's encoding, which
     * {@link Path#toString} loses, and control characters become {@code \xHH}. All else, a backslash too, stands for
     * itself: the text can't be turned back into the path.
     */
    public static String of(Path path) {
        return oneLine(isValid(path) ? path.toString() : PosixName.of(path).toString());
    }

    /** Returns {@code text} with its control characters as {@code \xHH}: what others made of paths, as one line. */
    public static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                append(line, c);
            } else {
                line.append(c);
            }
        }
        return line.toString();
    }

    /** Tells whether {@code path} is what its text says: made again from the text, it is equal. */
    public static boolean isValid(Path path) {
        return PosixName.isText(path);
    }

    /** Returns why a name in a folder cannot be used in a path, in a few words; empty if it can. */
    public static Optional<String> refusal(Path name) {
        if (Platform.isWindows()) {
            // All characters are text there, but not all names are names to its paths.
            return WindowsNames.refusal(name.toString());
        }
        return isValid(name) ? Optional.empty() : Optional.of("a name that is not valid in " + encoding());
    }

    /** Returns the name of the encoding of file names. */
    public static String encoding() {
        return System.getProperty("sun.jnu.encoding", "UTF-8");
    }

    private static void append(StringBuilder line, char control) {
        line.append("\\x").append(HEX.toHexDigits((byte) control));
    }
}
