package org.vss4j.internal.posix;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/** A name, a path, or a link's text as the kernel takes it: bytes other than zero, whether or not they are text. */
public final class PosixName {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final byte[] bytes;

    private PosixName(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the name of these bytes. */
    public static PosixName of(byte... bytes) {
        return new PosixName(bytes.clone());
    }

    /**
     * Returns the name of this text.
     *
     * @throws InvalidPathException if the platform's encoding lacks a character of it
     */
    public static PosixName of(String text) {
        CharsetEncoder encoder = Encoding.PLATFORM.newEncoder().onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            ByteBuffer encoded = encoder.encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return new PosixName(bytes);
        } catch (CharacterCodingException e) {
            throw new InvalidPathException(text, "not valid in " + Encoding.PLATFORM);
        }
    }

    /** Returns all of a path, byte for byte. */
    public static PosixName of(Path path) {
        if (isText(path)) {
            return of(path.toString());
        }
        byte[] absolute = percentDecoded(path);
        int before = path.isAbsolute() ? 0 : percentDecoded(path.getFileSystem().getPath("")).length + 1;
        return new PosixName(Arrays.copyOfRange(absolute, before, absolute.length));
    }

    /** Tells whether a path is what its text says: made again from the text, it is equal. */
    public static boolean isText(Path path) {
        try {
            return path.getFileSystem().getPath(path.toString()).equals(path);
        } catch (InvalidPathException ignored) {
            return false;
        }
    }

    /** The bytes of a path that is no text, which only its URI has unchanged: percent-encoded, all others in ASCII. */
    private static byte[] percentDecoded(Path path) {
        String raw = path.toUri().getRawPath();
        int end = raw.endsWith("/") && path.getNameCount() > 0 ? raw.length() - 1 : raw.length();
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(end);
        for (int i = 0; i < end; i++) {
            if (raw.charAt(i) == '%') {
                decoded.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
                i += 2;
            } else {
                decoded.write(raw.charAt(i));
            }
        }
        return decoded.toByteArray();
    }

    /** Returns a copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Tells whether the bytes are text in the platform's encoding, the same bytes if they are encoded again. */
    public boolean isText() {
        try {
            CharBuffer decoded = Encoding.PLATFORM.newDecoder().decode(ByteBuffer.wrap(bytes));
            return Encoding.PLATFORM.newEncoder().encode(decoded).equals(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException ignored) {
            return false;
        }
    }

    /** Returns the path of this name in a directory, or of this one if it is absolute; an absolute one if this is no text. */
    public Path in(Path directory) {
        if (isText()) {
            return directory.resolve(new String(bytes, Encoding.PLATFORM));
        }
        StringBuilder uri = new StringBuilder(directory.toUri().toString());
        if (bytes[0] == '/') {
            uri.setLength(uri.indexOf("/", uri.indexOf(":") + 3));
        } else if (uri.charAt(uri.length() - 1) != '/') {
            uri.append('/');
        }
        for (byte b : bytes) {
            if (b == '/') {
                uri.append('/');
            } else {
                uri.append('%').append(HEX.toHexDigits(b));
            }
        }
        return Path.of(URI.create(uri.toString()));
    }

    /** Returns the bytes in native memory, with the zero that ends them. */
    MemorySegment write(Arena arena) {
        MemorySegment memory = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return memory;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PosixName name && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the text; what is not valid in the platform's encoding as {@code \xHH}. */
    @Override
    public String toString() {
        CharsetDecoder decoder = Encoding.PLATFORM.newDecoder();
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

    /** Looked for only where bytes become text: an image of Java need not have each encoding. */
    private static final class Encoding {
        static final Charset PLATFORM = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }
}
