package org.vss4j.internal.com;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vss4j.internal.bindings.SysFreeStringFn;
import org.vss4j.testing.Holds;

/** What calls put into memory, and what becomes of it. */
class OutParametersTest {
    private final List<Long> freed = new ArrayList<>();

    private OutParameters open(Arena arena) {
        return new OutParameters(new VssExports(
                MemorySegment.NULL,
                MemorySegment.NULL,
                MemorySegment.NULL,
                MemorySegment.NULL,
                SysFreeStringFn.allocate(string -> freed.add(string.address()), arena)));
    }

    @Test
    @Holds(1703)
    void aBool_isOneByte_andWhatStandsBehindItIsNobodys() {
        try (Arena arena = Arena.ofConfined();
                OutParameters out = open(arena)) {
            MemorySegment word = out.word();
            word.fill((byte) 0xFF);
            word.set(JAVA_BYTE, 0, (byte) 0);
            assertThat(OutParameters.bool(word)).isFalse();
            word.set(JAVA_BYTE, 0, (byte) 1);
            assertThat(OutParameters.bool(word)).isTrue();
        }
    }

    @Test
    @Holds(1609)
    void everyString_isFreed_whetherItWasReadOrNot() {
        try (Arena arena = Arena.ofConfined()) {
            try (OutParameters out = open(arena)) {
                out.string().set(ADDRESS, 0, MemorySegment.ofAddress(0x10));
                out.string();
                out.string().set(ADDRESS, 0, MemorySegment.ofAddress(0x20));
                assertThat(freed).isEmpty();
            }
            assertThat(freed).containsExactly(0x10L, 0L, 0x20L);
        }
    }

    @Test
    @Holds(1614)
    void aCallThatSucceedsWithoutGivingAnObject_hasFailed() {
        try (Arena arena = Arena.ofConfined();
                OutParameters out = open(arena)) {
            assertThatExceptionOfType(CallFailedException.class)
                    .isThrownBy(() -> OutParameters.reference("GetComponent", out.word()))
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(0x8000FFFF));
        }
    }

    @Test
    @Holds(1710)
    void theLengthOfABstr_standsBeforeIt_soZerosBelongToIt() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(12);
            memory.set(JAVA_INT, 0, 6);
            memory.set(JAVA_SHORT, 4, (short) 'a');
            memory.set(JAVA_SHORT, 8, (short) 'b');
            assertThat(BinaryString.read(memory.asSlice(4))).isEqualTo("a\0b");
            assertThat(BinaryString.read(MemorySegment.NULL)).isEmpty();
        }
    }
}
