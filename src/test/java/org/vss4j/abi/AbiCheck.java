package org.vss4j.abi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vss4j.abi.AbiTable.Row;
import org.vss4j.internal.bindings.Vssapi;
import org.vss4j.internal.com.InterfaceId;

/**
 * Holds the bindings against the tables. Each check returns what is wrong, in words, and nothing when all is well.
 * Tables that contradict themselves are an {@link AssertionError}.
 */
final class AbiCheck {

    private static final long POINTER = 8;

    private final Map<String, Row> interfaces;
    private final Map<String, List<Row>> vtables;
    private final Map<String, String> bindings;
    private final Map<String, List<Row>> structs;
    private final Map<String, Row> constants;
    private final Map<String, Row> exports;

    AbiCheck(AbiTables tables) {
        interfaces = tables.table("interfaces.tsv").by("interface");
        vtables = Vtables.of(interfaces, tables.table("slots.tsv").groupedBy("interface"));
        bindings = Vtables.bindings(interfaces);
        AbiTable layouts = tables.table("layouts.tsv");
        layouts.by("struct", "member");
        structs = layouts.groupedBy("struct");
        structs.values().forEach(rows -> {
            if (!rows.getFirst().text("member").equals("-")) {
                throw rows.getFirst().error("the first row of a struct is that of the struct itself, with member -");
            }
        });
        constants = tables.table("constants.tsv").by("name");
        exports = tables.table("exports.tsv").by("function");
    }

    /** Returns the interfaces that have bindings, be it that of a newer one. */
    Set<String> interfaces() {
        return bindings.keySet();
    }

    Set<String> structs() {
        return structs.keySet();
    }

    Set<String> exports() {
        return exports.keySet();
    }

    /**
     * Checks an interface: the object is one pointer to a vtable, which begins with the slots of the tables, and ends with
     * the last of them if no newer interface's binding serves for it.
     */
    List<String> checkInterface(String name) {
        Row row = row(interfaces, name);
        String binding = row(bindings, name);
        Class<?> object = Bindings.find(binding);
        Class<?> vtable = Bindings.find(binding + "Vtbl");
        if (object == null || vtable == null) {
            return List.of(
                    "%s: the bindings have no %s".formatted(row.where(), object == null ? binding : binding + "Vtbl"));
        }
        List<String> problems = new ArrayList<>();
        checkMember(object, new Member("lpVtbl", 0, POINTER, row.where()), problems);
        checkSize(object, POINTER, row.where(), problems);
        Set<String> unknown = new TreeSet<>(Bindings.members(vtable));
        for (Row slot : row(vtables, name)) {
            if (unknown.remove(slot.text("method"))) {
                checkSlot(name, vtable, slot, problems);
            } else {
                problems.add("%s: %s of the bindings has no method %s (slot %s)"
                        .formatted(slot.where(), name, slot.text("method"), slot.text("slot")));
            }
        }
        if (binding.equals(name)) {
            unknown.forEach(method ->
                    problems.add("%s of the bindings has a method %s (slot %d) that slots.tsv does not have"
                            .formatted(name, method, Bindings.offset(vtable, method) / POINTER)));
            checkSize(vtable, POINTER * row(vtables, name).size(), row.where(), problems);
        }
        return problems;
    }

    private static void checkSlot(String name, Class<?> vtable, Row slot, List<String> problems) {
        String method = slot.text("method");
        String title = "%s: %s slot %s %s".formatted(slot.where(), name, slot.text("slot"), method);
        long offset = Bindings.offset(vtable, method);
        if (offset != POINTER * slot.number("slot")) {
            problems.add("%s: the bindings have it at slot %d (offset %d)".formatted(title, offset / POINTER, offset));
        }
        if (Bindings.size(vtable, method) != POINTER || !Bindings.readsItsPlace(vtable, method)) {
            problems.add(title + ": the bindings' accessors of that slot contradict each other");
        }
        Class<?> function = Bindings.nested(vtable, method);
        if (function == null) {
            problems.add(title + ": the bindings have no class that calls it");
        } else {
            checkFunction(title, function, FunctionShape.ofMethod(slot), problems);
        }
    }

    private static void checkFunction(String title, Class<?> function, String expected, List<String> problems) {
        String actual = FunctionShape.of(Bindings.descriptor(function));
        if (!actual.equals(expected)) {
            problems.add("%s: expected %s but the bindings have %s".formatted(title, expected, actual));
        }
        if (!Bindings.invokesItsDescriptor(function)) {
            problems.add(title + ": invoke of the bindings does not fit their own descriptor");
        }
    }

    /** Checks a struct or a union: its size, and the place and size of each member. */
    List<String> checkStruct(String name) {
        List<Row> rows = row(structs, name);
        Row whole = rows.getFirst();
        Class<?> struct = struct(name);
        if (struct == null) {
            return List.of("%s: the bindings have no struct %s".formatted(whole.where(), name));
        }
        List<String> problems = new ArrayList<>();
        checkSize(struct, whole.number("size"), whole.where(), problems);
        Set<String> unknown = new TreeSet<>(Bindings.members(struct));
        for (Row row : rows.subList(1, rows.size())) {
            String member = row.text("member");
            unknown.remove(member);
            checkMember(struct, new Member(member, row.number("offset"), row.number("size"), row.where()), problems);
        }
        unknown.forEach(member -> problems.add("%s.%s (offset %d) of the bindings is not in layouts.tsv"
                .formatted(name, member, Bindings.offset(struct, member))));
        return problems;
    }

    /** A member of a struct where the tables have it. */
    private record Member(String name, long offset, long size, String where) {}

    private static void checkMember(Class<?> struct, Member member, List<String> problems) {
        String title = "%s: %s.%s".formatted(member.where, struct.getSimpleName(), member.name);
        if (!Bindings.members(struct).contains(member.name)) {
            problems.add(title + ": the bindings have no such member");
            return;
        }
        long offset = Bindings.offset(struct, member.name);
        long size = Bindings.size(struct, member.name);
        if (offset != member.offset || size != member.size) {
            problems.add("%s: expected offset %d, size %d, but the bindings have offset %d, size %d"
                    .formatted(title, member.offset, member.size, offset, size));
        }
        if (!Bindings.readsItsPlace(struct, member.name)) {
            problems.add(title + ": the bindings' accessors of that member contradict each other");
        }
    }

    private static void checkSize(Class<?> struct, long expected, String where, List<String> problems) {
        long actual = Bindings.layout(struct).byteSize();
        if (actual != expected) {
            problems.add("%s: %s: expected %d bytes, but the bindings have %d"
                    .formatted(where, struct.getSimpleName(), expected, actual));
        }
    }

    /** Returns the class of a struct: its typedef's, or else its tag's, which begins with an underscore. */
    private static @Nullable Class<?> struct(String name) {
        Class<?> typedef = Bindings.find(name);
        return typedef == null ? Bindings.find("_" + name) : typedef;
    }

    /** Checks that the bindings have the constants of the table, with their values, and no others. */
    List<String> checkConstants() {
        Set<String> unknown = Bindings.constants();
        List<String> problems = new ArrayList<>();
        constants.forEach((name, row) -> {
            if (!unknown.remove(name)) {
                problems.add("%s: the bindings have no constant %s".formatted(row.where(), name));
                return;
            }
            Object actual = Bindings.call(Vssapi.class, name);
            int expected = row.bits("value");
            if (!actual.equals(expected)) {
                problems.add("%s: %s: expected %s but the bindings have %s"
                        .formatted(row.where(), name, inWords(expected), inWords(actual)));
            }
        });
        unknown.forEach(name -> problems.add("Vssapi." + name + " of the bindings is not in constants.tsv"));
        return problems;
    }

    private static String inWords(Object value) {
        return value instanceof Integer number
                ? "%d (0x%08X)".formatted(number, number)
                : "the " + value.getClass() + " " + value;
    }

    /** Checks the shape of an exported function. */
    List<String> checkExport(String name) {
        Row row = row(exports, name);
        Class<?> function = Bindings.find(name + "Fn");
        if (function == null) {
            return List.of("%s: the bindings have no %sFn".formatted(row.where(), name));
        }
        List<String> problems = new ArrayList<>();
        checkFunction(row.where() + ": " + name, function, FunctionShape.ofExport(row), problems);
        return problems;
    }

    /** Checks the DLLs of the exported functions against the given ones, by function. */
    List<String> checkDlls(Map<String, String> dlls) {
        Map<String, String> expected = exports.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().text("dll")));
        return differences(expected, dlls, "exports.tsv", "jextract/vssapi.h");
    }

    /** Checks that exactly the interfaces that have an id in the table have one here, and the same. */
    List<String> checkInterfaceIds() {
        Map<String, String> expected = new TreeMap<>();
        interfaces.forEach((name, row) -> {
            if (!row.text("iid").equals("-")) {
                expected.put(name, row.text("iid"));
            }
        });
        Map<String, String> actual = Arrays.stream(InterfaceId.values())
                .collect(Collectors.toMap(
                        InterfaceId::interfaceName, id -> id.uuid().toString()));
        return differences(expected, actual, "interfaces.tsv", "InterfaceId");
    }

    private static List<String> differences(
            Map<String, String> expected, Map<String, String> actual, String expectedIn, String actualIn) {
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        return names.stream()
                .filter(name -> !expected.getOrDefault(name, "").equals(actual.get(name)))
                .map(name -> "%s: %s in %s, but %s in %s"
                        .formatted(
                                name,
                                expected.getOrDefault(name, "nothing"),
                                expectedIn,
                                actual.getOrDefault(name, "nothing"),
                                actualIn))
                .toList();
    }

    /** Checks that every class of the bindings belongs to a row, so that nothing is unchecked. */
    List<String> checkCoverage() {
        Set<String> covered = new TreeSet<>(Set.of("Vssapi", "Vssapi$shared"));
        bindings.values().forEach(name -> covered.addAll(Set.of(name, name + "Vtbl")));
        exports().forEach(name -> covered.add(name + "Fn"));
        for (String name : structs()) {
            for (Class<?> type = struct(name); type != null && type != Object.class; type = type.getSuperclass()) {
                covered.add(type.getSimpleName());
            }
        }
        Set<String> uncovered = Bindings.names();
        uncovered.removeAll(covered);
        return uncovered.stream()
                .map(name -> name + " of the bindings is in none of the tables")
                .toList();
    }

    private static <T> T row(Map<String, T> rows, String name) {
        T row = rows.get(name);
        if (row == null) {
            throw new AssertionError("no row for " + name);
        }
        return row;
    }
}
