package org.vss4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.abi.AbiTable.Row;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.RecordedEvents;

/**
 * What stands between the library and the bindings: each method that calls a slot reaches the one that it is named after,
 * passes every argument in its place, returns what came, and is recorded under its interface's and its own name.
 */
@Tag(NativeServer.TAG)
class SlotClassesTest {
    private static final String PACKAGE = "org.vss4j.internal.com.slots.";

    /** The interfaces that each class calls; of those that are derived from each other the last. */
    private static final Map<String, List<String>> INTERFACES = Map.of(
            "UnknownSlots", List.of("IVssAsync"),
            "BackupSlots", List.of("IVssBackupComponentsEx4"),
            "WriterSlots", List.of("IVssBackupComponentsEx4"),
            "InventorySlots", List.of("IVssBackupComponentsEx4", "IVssEnumObject"),
            "ExamineWriterMetadataSlots", List.of("IVssExamineWriterMetadataEx2"),
            "WMComponentSlots", List.of("IVssWMComponent"),
            "WMFiledescSlots", List.of("IVssWMFiledesc"),
            "WMDependencySlots", List.of("IVssWMDependency"),
            "ComponentSlots", List.of("IVssComponentEx2"));

    /** SlotsTest has the one, RecorderTest the other. */
    private static final Set<String> ELSEWHERE = Set.of("AsyncSlots", "WriterComponentsSlots");

    private static final int RESULT = 0x1000;
    private static final int ROUNDS = 3;

    private final AbiTables tables = AbiTables.read();
    private final Map<String, List<Row>> vtables = Vtables.of(
            tables.table("interfaces.tsv").by("interface"),
            tables.table("slots.tsv").groupedBy("interface"));

    @TestFactory
    Stream<DynamicContainer> eachMethodReachesItsSlot_withItsArguments_andReturnsWhatCame() {
        return INTERFACES.keySet().stream()
                .sorted()
                .map(name -> DynamicContainer.dynamicContainer(
                        name,
                        methods(name).stream()
                                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> call(name, method)))));
    }

    @Test
    void eachCallIsRecordedUnderItsName(@TempDir Path temporary)
            throws IOException, ParseException, ReflectiveOperationException {
        List<String> expected = new ArrayList<>();
        List<String> recorded;
        try (RecordedEvents events = new RecordedEvents()) {
            for (String name : INTERFACES.keySet()) {
                for (Method method : methods(name)) {
                    Row slot = slot(name, method);
                    for (int round = 0; round < ROUNDS; round++) {
                        expected.add(slot.text("interface") + "::" + slot.text("method"));
                    }
                    call(name, method);
                }
            }
            recorded = events.stop(temporary.resolve("calls.jfr"), "org.vss4j.ComCall").stream()
                    .map((RecordedEvent event) -> event.getString("method"))
                    .toList();
        }
        assertThat(recorded).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void noClassIsLeftOut() throws IOException {
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/org/vss4j/internal/com/slots"))) {
            assertThat(sources.map(source -> source.getFileName().toString())
                            .filter(source -> source.endsWith("Slots.java"))
                            .map(source -> source.replace(".java", ""))
                            .filter(source -> !ELSEWHERE.contains(source)))
                    .containsExactlyInAnyOrderElementsOf(INTERFACES.keySet());
        }
        assertThat(INTERFACES.keySet())
                .allSatisfy(name -> assertThat(methods(name)).isNotEmpty());
    }

    private void call(String name, Method method) throws ReflectiveOperationException {
        for (int round = 0; round < ROUNDS; round++) {
            call(name, method, round);
        }
    }

    private void call(String name, Method method, int round) throws ReflectiveOperationException {
        Row slot = slot(name, method);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment self = Recorder.object(family(name, method)).reinterpret(Long.BYTES);
            Arguments arguments = new Arguments(slot, method, round, arena);
            method.setAccessible(true);
            Object result = method.invoke(
                    null,
                    Stream.concat(Stream.of(self), arguments.values.stream()).toArray());
            Recorder.assertLastCall(self, slot.number("slot"), arguments.expected.toByteArray());
            assertThat(result).isEqualTo(RESULT + slot.number("slot"));
        }
    }

    private static List<Method> methods(String name) {
        try {
            return Arrays.stream(Class.forName(PACKAGE + name).getDeclaredMethods())
                    .filter(method -> !method.isSynthetic() && !Modifier.isPrivate(method.getModifiers()))
                    .sorted(Comparator.comparing(Method::getName))
                    .toList();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private String family(String name, Method method) {
        return Objects.requireNonNull(INTERFACES.get(name)).stream()
                .filter(candidate -> slots(candidate).anyMatch(slot -> isOf(slot, method)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no interface of " + name + " has a slot " + method.getName()));
    }

    private Row slot(String name, Method method) {
        return slots(family(name, method))
                .filter(slot -> isOf(slot, method))
                .findFirst()
                .orElseThrow();
    }

    private Stream<Row> slots(String interfaceName) {
        return Objects.requireNonNull(vtables.get(interfaceName)).stream();
    }

    private static boolean isOf(Row slot, Method method) {
        return slot.text("method")
                .equals(method.getName().substring(0, 1).toUpperCase(Locale.ROOT)
                        + method.getName().substring(1));
    }

    /** Values that differ from each other, and the bytes that the method should see. */
    private static final class Arguments {
        final List<Object> values = new ArrayList<>();
        final ByteArrayOutputStream expected = new ByteArrayOutputStream();
        private final Random random;
        private final int round;
        private int bools;

        Arguments(Row slot, Method method, int round, Arena arena) {
            this.round = round;
            // The same in every run: what matters is that they differ from each other.
            random = new Random(slot.number("slot"));
            String codes = slot.text("arguments").equals("-") ? "" : slot.text("arguments");
            Class<?>[] types = method.getParameterTypes();
            assertThat(codes).hasSize(types.length - 1);
            for (int i = 0; i < codes.length(); i++) {
                values.add(value(codes.charAt(i), types[i + 1], arena));
            }
        }

        private Object value(char code, Class<?> type, Arena arena) {
            return switch (code) {
                case 'p' -> MemorySegment.ofAddress(bytes(8).getLong(0));
                case 'i', 'e', 'B' -> bytes(4).getInt(0);
                case 'b' -> bool(type);
                case 'G' ->
                    arena.allocate(16, 4)
                            .copyFrom(MemorySegment.ofArray(bytes(16).array()));
                default -> throw new AssertionError("unknown argument code " + code);
            };
        }

        /** Over the rounds each is true and false, and no two of them are alike. */
        private Object bool(Class<?> type) {
            bools++;
            byte bool = (byte) (bools >> round & 1);
            expected.write(bool);
            return type == boolean.class ? (Object) (bool != 0) : (Object) bool;
        }

        private ByteBuffer bytes(int count) {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            expected.writeBytes(bytes);
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
