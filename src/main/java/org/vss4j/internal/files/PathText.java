package org.vss4j.internal.files;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;

/** A path as one line of text, for people: what is not a printable character of it is shown as {@code \xHH}. */
public final class PathText {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PathText() {}

    /**
     * Returns the text of {@code path}. Bytes that are not valid in the platform's encoding, which
     * {@link Path#toString} loses, and control characters become {@code \xHH}; a relative path with such bytes becomes
     * absolute. All else, a backslash too, stands for itself: the text can't be turned back into the path.
     */
    public static String of(Path path) {
        return oneLine(isValid(path) ? path.toString() : decode(bytes(path)));
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
        try {
            return path.getFileSystem().getPath(path.toString()).equals(path);
        } catch (InvalidPathException ignored) {
            return false;
        }
    }

    /** Returns the name of the encoding of file names. */
    public static String encoding() {
        return System.getProperty("sun.jnu.encoding", "UTF-8");
    }

    /** Returns the bytes of {@code path}, which only its URI has unchanged: percent-encoded, all others in ASCII. */
    private static byte[] bytes(Path path) {
        String raw = path.toUri().getRawPath();
        int end = raw.endsWith("/") && path.getNameCount() > 0 ? raw.length() - 1 : raw.length();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end);
        for (int i = 0; i < end; i++) {
            if (raw.charAt(i) == '%') {
                bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(raw.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    private static String decode(byte[] bytes) {
        CharsetDecoder decoder = Charset.forName(encoding()).newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length * 4);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            for (int i = 0; i < result.length(); i++) {
                out.put("\\x").put(HEX.toHexDigits(in.get()));
            }
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }

    private static void append(StringBuilder line, char control) {
        line.append("\\x").append(HEX.toHexDigits((byte) control));
    }
}
