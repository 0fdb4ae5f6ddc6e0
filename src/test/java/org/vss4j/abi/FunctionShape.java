package org.vss4j.abi;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Collectors;
import org.vss4j.internal.bindings.FILETIME;
import org.vss4j.internal.bindings._GUID;

/**
 * What of a function's arguments and result the calling convention sees, as a text such as {@code (pointer, int32) ->
 * int32}: so two shapes are equal exactly when they are called alike, and a difference can be read.
 */
final class FunctionShape {

    private FunctionShape() {}

    /** Returns the shape of a method: {@code this} and the arguments of the row, to an HRESULT or ULONG. */
    static String ofMethod(AbiTable.Row row) {
        return shape("p" + arguments(row), "int32", row);
    }

    /** Returns the shape of an exported function. */
    static String ofExport(AbiTable.Row row) {
        String result = switch (row.text("return")) {
            case "v" -> "void";
            case "i" -> "int32";
            case "p" -> "pointer";
            default -> throw row.error("unknown return code \"" + row.text("return") + "\"");
        };
        return shape(arguments(row), result, row);
    }

    /** Returns the shape that a binding passes and takes. */
    static String of(FunctionDescriptor descriptor) {
        String result = descriptor.returnLayout().map(FunctionShape::kind).orElse("void");
        return join(descriptor.argumentLayouts().stream()
                        .map(FunctionShape::kind)
                        .toList())
                + " -> " + result;
    }

    private static String arguments(AbiTable.Row row) {
        String codes = row.text("arguments");
        return codes.equals("-") ? "" : codes;
    }

    private static String shape(String codes, String result, AbiTable.Row row) {
        return join(codes.chars().mapToObj(code -> kind((char) code, row)).toList()) + " -> " + result;
    }

    private static String join(List<String> kinds) {
        return kinds.stream().collect(Collectors.joining(", ", "(", ")"));
    }

    private static String kind(char code, AbiTable.Row row) {
        return switch (code) {
            case 'p' -> "pointer";
            case 'i', 'e', 'B' -> "int32";
            case 'q' -> "int64";
            case 'b', 'y' -> "int8";
            case 'G' -> "GUID";
            case 'F' -> "FILETIME";
            default -> throw row.error("unknown argument code '%c'".formatted(code));
        };
    }

    private static String kind(MemoryLayout layout) {
        MemoryLayout bare = layout.withoutName();
        if (bare instanceof AddressLayout) {
            return "pointer";
        } else if (bare.equals(ValueLayout.JAVA_INT)) {
            return "int32";
        } else if (bare.equals(ValueLayout.JAVA_LONG)) {
            return "int64";
        } else if (bare.equals(ValueLayout.JAVA_BYTE) || bare.equals(ValueLayout.JAVA_BOOLEAN)) {
            return "int8";
        } else if (bare.equals(_GUID.layout().withoutName())) {
            return "GUID";
        } else if (bare.equals(FILETIME.layout().withoutName())) {
            return "FILETIME";
        }
        return layout.toString();
    }
}
