package org.vss4j.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vss4j.abi.AbiTable.Row;
import org.vss4j.internal.com.slots.WriterComponentsSlots;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NativeServer;

/**
 * Every slot of every interface, called through the bindings in an object that was made by a C compiler: the method that
 * answers is the one of that slot, and sees every argument whole. The values are distinct, so that an argument too few,
 * too narrow or in another place shows; from the fifth on they lie on the stack on Windows.
 */
@Tag(NativeServer.TAG)
class RecorderTest {
    /** Interfaces whose vtables begin alike share an object: the one of the last of them. */
    private static final Map<String, List<String>> FAMILIES = Map.of(
            "IVssAsync", List.of("IVssAsync"),
            "IVssEnumObject", List.of("IVssEnumObject"),
            "IVssBackupComponentsEx4",
                    List.of(
                            "IVssBackupComponents",
                            "IVssBackupComponentsEx",
                            "IVssBackupComponentsEx2",
                            "IVssBackupComponentsEx3",
                            "IVssBackupComponentsEx4"),
            "IVssExamineWriterMetadataEx2",
                    List.of("IVssExamineWriterMetadata", "IVssExamineWriterMetadataEx", "IVssExamineWriterMetadataEx2"),
            "IVssWMComponent", List.of("IVssWMComponent"),
            "IVssWMFiledesc", List.of("IVssWMFiledesc"),
            "IVssWMDependency", List.of("IVssWMDependency"),
            "IVssComponentEx2", List.of("IVssComponent", "IVssComponentEx", "IVssComponentEx2"));

    private static final int RESULT = 0x1000;

    private final AbiTables tables = AbiTables.read();
    private final Map<String, List<Row>> vtables = Vtables.of(
            tables.table("interfaces.tsv").by("interface"),
            tables.table("slots.tsv").groupedBy("interface"));

    private final Map<String, String> bindings =
            Vtables.bindings(tables.table("interfaces.tsv").by("interface"));

    @TestFactory
    @Holds({1701, 1702, 1703, 1704, 1705})
    Stream<DynamicContainer> everySlotIsReached_withEveryArgumentWhole() {
        return FAMILIES.entrySet().stream()
                .flatMap(family -> family.getValue().stream()
                        .map(name -> DynamicContainer.dynamicContainer(
                                name,
                                slots(name).stream()
                                        .map(slot -> DynamicTest.dynamicTest(
                                                slot.text("slot") + " " + slot.text("method"),
                                                () -> check(family.getKey(), name, slot))))));
    }

    @Test
    void noInterfaceOfTheTablesIsLeftOut() {
        List<String> driven =
                FAMILIES.values().stream().flatMap(List::stream).sorted().toList();
        assertThat(vtables.keySet().stream().filter(name -> !name.equals("IUnknown")))
                .containsExactlyInAnyOrderElementsOf(driven);
    }

    private List<Row> slots(String name) {
        return Objects.requireNonNull(vtables.get(name), name);
    }

    private void check(String family, String name, Row slot) throws ReflectiveOperationException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment self = Recorder.object(family);
            Arguments arguments = new Arguments(slot, arena);
            String binding = Objects.requireNonNull(bindings.get(name));
            Class<?> vtable = Objects.requireNonNull(Bindings.find(binding + "Vtbl"));
            MemorySegment table = (MemorySegment) Bindings.call(
                    Objects.requireNonNull(Bindings.find(binding)), "lpVtbl", self.reinterpret(Long.BYTES));
            MemorySegment function = (MemorySegment) Bindings.call(vtable, slot.text("method"), table);
            int result = invoke(
                    Objects.requireNonNull(Bindings.nested(vtable, slot.text("method"))),
                    function,
                    self,
                    arguments.values);
            Recorder.assertLastCall(self, slot.number("slot"), arguments.expected.toByteArray());
            assertThat(result).as("the result of slot %s", slot.text("slot")).isEqualTo(RESULT + slot.number("slot"));
        }
    }

    private static int invoke(Class<?> method, MemorySegment function, MemorySegment self, List<Object> arguments)
            throws ReflectiveOperationException {
        Method invoke = Arrays.stream(method.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals("invoke"))
                .findFirst()
                .orElseThrow();
        List<Object> all = new ArrayList<>(List.of(function, self));
        all.addAll(arguments);
        return (int) invoke.invoke(null, all.toArray());
    }

    /** Values that differ in every byte, and the bytes that a callee should see. */
    private static final class Arguments {
        final List<Object> values = new ArrayList<>();
        final ByteArrayOutputStream expected = new ByteArrayOutputStream();
        private final Random random;
        private final Arena arena;

        Arguments(Row slot, Arena arena) {
            // The same in every run: what matters is that they differ from each other.
            this.random = new Random(slot.number("slot"));
            this.arena = arena;
            String codes = slot.text("arguments");
            (codes.equals("-") ? "" : codes).chars().forEach(code -> add((char) code, slot));
        }

        private void add(char code, Row slot) {
            switch (code) {
                case 'p' -> values.add(MemorySegment.ofAddress(bytes(8).getLong(0)));
                case 'i', 'e', 'B' -> values.add(bytes(4).getInt(0));
                case 'b' -> values.add(bytes(1).get(0));
                case 'G' -> values.add(structure(16, 4));
                case 'F' -> values.add(structure(8, 4));
                default -> throw slot.error("unknown argument code '%c'".formatted(code));
            }
        }

        private MemorySegment structure(int size, int alignment) {
            MemorySegment structure = arena.allocate(size, alignment);
            structure.copyFrom(MemorySegment.ofArray(bytes(size).array()));
            return structure;
        }

        private ByteBuffer bytes(int count) {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            expected.writeBytes(bytes);
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    // ---- IVssWriterComponentsExt, whose object has two vtables

    private final MemorySegment writerComponents = Recorder.object("IVssWriterComponentsExt");

    @Test
    @Holds(1707)
    void theFirstVtableOfWriterComponents_beginsWithItsOwnMethods() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment first = arena.allocate(16);
            MemorySegment second = arena.allocate(16);
            assertThat(WriterComponentsSlots.getComponentCount(writerComponents, first))
                    .isEqualTo(RESULT);
            Recorder.assertLastCall(writerComponents, 0, addresses(first));
            assertThat(WriterComponentsSlots.getWriterInfo(writerComponents, first, second))
                    .isEqualTo(RESULT + 1);
            Recorder.assertLastCall(writerComponents, 1, addresses(first, second));
            assertThat(WriterComponentsSlots.getComponent(writerComponents, 0x12345678, first))
                    .isEqualTo(RESULT + 2);
            byte[] expected = ByteBuffer.allocate(12)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(0x12345678)
                    .putLong(first.address())
                    .array();
            Recorder.assertLastCall(writerComponents, 2, expected);
        }
    }

    @Test
    @Holds({1612, 1707})
    void releaseOfWriterComponents_goesThroughTheSecondVtable_withItsAddressForThis() {
        assertThat(WriterComponentsSlots.release(writerComponents)).isEqualTo(RESULT + 2);
        Recorder.assertLastCall(MemorySegment.ofAddress(writerComponents.address() + 8), 2, new byte[0]);
    }

    @Test
    void writerInfo_isNotGivenRoomForLessThanTwoIds() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment enough = arena.allocate(16);
            MemorySegment tooLittle = arena.allocate(15);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WriterComponentsSlots.getWriterInfo(writerComponents, tooLittle, enough))
                    .withMessageContaining("room for 15");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WriterComponentsSlots.getWriterInfo(writerComponents, enough, tooLittle))
                    .withMessageContaining("room for 15");
        }
    }

    private static byte[] addresses(MemorySegment... pointers) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * pointers.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(pointers).forEach(pointer -> buffer.putLong(pointer.address()));
        return buffer.array();
    }
}
