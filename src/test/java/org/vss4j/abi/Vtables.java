package org.vss4j.abi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vss4j.abi.AbiTable.Row;

/** The whole vtable of each interface, put together from the slots of its base and its own. */
final class Vtables {

    private Vtables() {}

    /** Returns the slots by interface; tables that contradict each other are an {@link AssertionError}. */
    static Map<String, List<Row>> of(Map<String, Row> interfaces, Map<String, List<Row>> slots) {
        Map<String, List<Row>> own = new LinkedHashMap<>(slots);
        Map<String, List<Row>> vtables = new LinkedHashMap<>();
        interfaces.forEach((name, row) -> {
            List<Row> vtable = new ArrayList<>(inherited(row, vtables));
            List<Row> added = own.remove(name);
            vtable.addAll(added == null ? List.of() : added);
            requireAllSlots(name, row, vtable);
            vtables.put(name, vtable);
        });
        own.values().forEach(rows -> {
            throw rows.getFirst()
                    .error("interfaces.tsv has no " + rows.getFirst().text("interface"));
        });
        return vtables;
    }

    /**
     * Returns, for each interface, the one whose binding serves for it: the last that extends it, since a slot has the same
     * number in all of them. IUnknown, which all extend, is left out.
     */
    static Map<String, String> bindings(Map<String, Row> interfaces) {
        Map<String, String> newest = new LinkedHashMap<>();
        interfaces.forEach((name, row) -> {
            if (!row.text("base").equals("-")) {
                newest.replaceAll((older, binding) -> binding.equals(row.text("base")) ? name : binding);
                newest.put(name, name);
            }
        });
        return newest;
    }

    private static List<Row> inherited(Row row, Map<String, List<Row>> vtables) {
        String base = row.text("base");
        if (base.equals("-")) {
            return List.of();
        }
        List<Row> slots = vtables.get(base);
        if (slots == null) {
            throw row.error("the base " + base + " has no row above");
        }
        return slots;
    }

    private static void requireAllSlots(String name, Row row, List<Row> vtable) {
        for (int slot = 0; slot < vtable.size(); slot++) {
            Row found = vtable.get(slot);
            if (found.number("slot") != slot) {
                throw found.error("slot %s of %s where slot %d is due".formatted(found.text("slot"), name, slot));
            }
        }
        if (vtable.size() != row.number("slots")) {
            throw row.error(
                    "%s has %s slots here, but %d in slots.tsv".formatted(name, row.text("slots"), vtable.size()));
        }
    }
}
