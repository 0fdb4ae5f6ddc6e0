package org.vss4j.abi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of facts about the binary interface: lines of tab-separated cells. Lines that begin with {@code #} are
 * comments; the last one before the rows names the columns. Every row has a {@code source}. Whatever is malformed is an
 * {@link AssertionError} that names file and line.
 */
record AbiTable(String file, List<Row> rows) {

    static AbiTable parse(String file, String text, List<String> columns) {
        List<Row> rows = new ArrayList<>();
        String header = "";
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.startsWith("#")) {
                header = rows.isEmpty() ? line : header;
                continue;
            }
            requireHeader(file, number, header, columns);
            rows.add(row(file, number, line, columns));
        }
        if (rows.isEmpty()) {
            throw new AssertionError(file + " has no rows");
        }
        return new AbiTable(file, List.copyOf(rows));
    }

    private static void requireHeader(String file, int number, String header, List<String> columns) {
        String expected = "# " + String.join("\t", columns);
        if (!header.equals(expected)) {
            throw new AssertionError("%s:%d: the comment above the rows is \"%s\", not \"%s\""
                    .formatted(file, number, header, expected));
        }
    }

    private static Row row(String file, int number, String line, List<String> columns) {
        List<String> cells = Arrays.asList(line.split("\t", -1));
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(cells.size(), columns.size()); i++) {
            named.put(columns.get(i), cells.get(i));
        }
        Row row = new Row(file, number, named);
        if (cells.size() != columns.size()) {
            throw row.error("%d cells instead of %d (%s): \"%s\""
                    .formatted(cells.size(), columns.size(), String.join(", ", columns), line));
        }
        named.forEach((column, cell) -> {
            if (cell.isEmpty() || !cell.strip().equals(cell)) {
                throw row.error("the cell \"" + column + "\" is empty or has white space around it");
            }
        });
        return row;
    }

    /** Returns the rows by the cells of those columns, joined with a dot; two rows with the same are an error. */
    Map<String, Row> by(String... columns) {
        Map<String, Row> index = new LinkedHashMap<>();
        for (Row row : rows) {
            String key = String.join(".", Arrays.stream(columns).map(row::text).toList());
            Row other = index.putIfAbsent(key, row);
            if (other != null) {
                throw row.error(key + " stands already in line " + other.line());
            }
        }
        return index;
    }

    /** Returns the rows in groups, each group and its rows in the order of the file. */
    Map<String, List<Row>> groupedBy(String column) {
        Map<String, List<Row>> groups = new LinkedHashMap<>();
        rows.forEach(row -> groups.computeIfAbsent(row.text(column), key -> new ArrayList<>())
                .add(row));
        return groups;
    }

    /** A row of a table, which knows where it stands. */
    record Row(String file, int line, Map<String, String> cells) {

        String text(String column) {
            String cell = cells.get(column);
            if (cell == null) {
                throw error("there is no column \"" + column + "\"");
            }
            return cell;
        }

        /** Returns a count or an offset. */
        int number(String column) {
            String cell = text(column);
            if (!cell.matches("0|[1-9][0-9]{0,5}")) {
                throw error("\"%s\" in the column \"%s\" is not a number".formatted(cell, column));
            }
            return Integer.parseInt(cell);
        }

        /** Returns a value of 32 bits. */
        int bits(String column) {
            String cell = text(column);
            if (cell.matches("0x[0-9A-Fa-f]{1,8}")) {
                return Integer.parseUnsignedInt(cell.substring(2), 16);
            }
            return number(column);
        }

        String where() {
            return file + ":" + line;
        }

        AssertionError error(String message) {
            return new AssertionError(where() + ": " + message);
        }
    }
}
