package org.vss4j.internal.com;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.vss4j.internal.windows.FileTimes;
import org.vss4j.internal.windows.WideString;
import org.vss4j.testing.Holds;

/** What is written to native memory is read back, and lies there as Windows has it. */
class MemoryProperties {

    @Property
    void aGuidIsReadBack(@ForAll long high, @ForAll long low) {
        try (Arena arena = Arena.ofConfined()) {
            UUID id = new UUID(high, low);
            assertThat(Guid.get(Guid.write(id, arena))).isEqualTo(id);
        }
    }

    @Example
    void aGuidLiesInMemoryAsWindowsHasIt() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment guid = Guid.write(UUID.fromString("507c37b4-cf5b-4e95-b0af-14eb9767467e"), arena);
            assertThat(HexFormat.of().formatHex(guid.toArray(JAVA_BYTE))).isEqualTo("b4377c505bcf954eb0af14eb9767467e");
        }
    }

    @Property
    void aStringIsReadBack(@ForAll @NotEmpty String string) {
        String withoutZero = withoutUnpaired(string.replace("\0", ""));
        try (Arena arena = Arena.ofConfined()) {
            assertThat(WideString.read(WideString.write(withoutZero, arena))).isEqualTo(withoutZero);
        }
    }

    /** A surrogate without its other half is no text, and no encoder keeps it. */
    private static String withoutUnpaired(String string) {
        StringBuilder text = new StringBuilder();
        string.codePoints()
                .filter(codePoint -> codePoint > 0xFFFF || !Character.isSurrogate((char) codePoint))
                .forEach(text::appendCodePoint);
        return text.toString();
    }

    @Example
    @Holds(1712)
    void aStringLiesInMemoryAsWindowsHasIt() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment string = WideString.write("a\uD83D\uDE00", arena);
            assertThat(HexFormat.of().formatHex(string.toArray(JAVA_BYTE))).isEqualTo("61003dd800de0000");
        }
    }

    @Example
    void aNullPointerIsNoString() {
        assertThat(WideString.readPointer(MemorySegment.NULL)).isNull();
    }

    @Property
    void aFileTimeIsReadBack(@ForAll @LongRange(min = 0, max = 900_000_000_000_000_000L) long fileTime) {
        assertThat(FileTimes.of(FileTimes.toInstant(fileTime))).isEqualTo(fileTime);
    }

    @Example
    @Holds(607)
    void aFileTimeIsThatOfWindows() {
        assertThat(FileTimes.of(Instant.parse("1601-01-01T00:00:00Z"))).isZero();
        assertThat(FileTimes.of(Instant.EPOCH)).isEqualTo(116_444_736_000_000_000L);
        assertThat(FileTimes.toInstant(1)).isEqualTo(Instant.parse("1601-01-01T00:00:00.0000001Z"));
    }
}
