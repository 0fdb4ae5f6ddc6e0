package org.vss4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The codes this library can name, read once, at first use, from {@code hresults.tsv} beside this class. Immutable.
 *
 * <p>The resource is part of the build: one that is missing or malformed is an {@link IllegalStateException} that says
 * which line.
 */
final class HResultCatalog {
    /** One code: what it is called, whether to retry, what it says happened, and what to do about it. */
    record Row(HResult code, String name, HResult.Retry retry, String meaning, String advice) {}

    private static final String RESOURCE = "hresults.tsv";
    private static final Pattern CODE = Pattern.compile("0x[0-9A-F]{8}");
    private static final Pattern WIN32_NAME = Pattern.compile("HRESULT_FROM_WIN32\\((\\w+)\\)");

    /** Win32's names for codes that stand in the catalogue under a name of COM's own. */
    private static final Map<String, HResult> WIN32_SYNONYMS = Map.of(
            "HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED)", HResult.E_ACCESSDENIED,
            "HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE)", HResult.of(0x80070006),
            "HRESULT_FROM_WIN32(ERROR_OUTOFMEMORY)", HResult.E_OUTOFMEMORY,
            "HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER)", HResult.E_INVALIDARG);

    private final Map<HResult, Row> byCode = new LinkedHashMap<>();
    private final Map<String, Row> byName = new HashMap<>();

    private HResultCatalog() {}

    static HResultCatalog get() {
        return Loaded.INSTANCE;
    }

    /** Loaded with its first use. */
    private static final class Loaded {
        static final HResultCatalog INSTANCE = read(HResultCatalog.class.getResourceAsStream(RESOURCE));
    }

    /** Reads a catalogue and closes the stream; null stands for a resource that is not there. */
    static HResultCatalog read(@Nullable InputStream resource) {
        if (resource == null) {
            throw new IllegalStateException("Broken build: the resource " + RESOURCE + " is missing");
        }
        HResultCatalog catalog = new HResultCatalog();
        int number = 0;
        // A decoder of our own, since that of a charset replaces what is not UTF-8 silently.
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, UTF_8.newDecoder()))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.startsWith("#")) {
                    catalog.add(parse(line));
                }
            }
        } catch (IllegalArgumentException | IOException e) {
            throw new IllegalStateException("Broken build: " + RESOURCE + ", line " + number + ": " + e, e);
        }
        WIN32_SYNONYMS.forEach((name, code) -> catalog.find(code).ifPresent(row -> catalog.addName(name, row)));
        return catalog;
    }

    private static Row parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 5) {
            throw new IllegalArgumentException(fields.length + " columns, not 5");
        }
        if (!CODE.matcher(fields[0]).matches()) {
            throw new IllegalArgumentException("not a code: " + fields[0]);
        }
        for (String field : fields) {
            if (field.isBlank()) {
                throw new IllegalArgumentException("an empty column");
            }
        }
        return new Row(
                HResult.of(Integer.parseUnsignedInt(fields[0], 2, fields[0].length(), 16)),
                fields[1],
                HResult.Retry.valueOf(fields[2].toUpperCase(Locale.ROOT)),
                fields[3],
                fields[4]);
    }

    private void add(Row row) {
        if (byCode.putIfAbsent(row.code(), row) != null) {
            throw new IllegalArgumentException(row.code().hex() + " occurs twice");
        }
        addName(row.name(), row);
    }

    private void addName(String name, Row row) {
        if (byName.putIfAbsent(name, row) != null) {
            throw new IllegalArgumentException(name + " occurs twice");
        }
        Matcher win32 = WIN32_NAME.matcher(name);
        if (win32.matches()) {
            addName(win32.group(1), row);
        }
    }

    /** All rows, in the order of the resource. */
    Collection<Row> rows() {
        return Collections.unmodifiableCollection(byCode.values());
    }

    Optional<Row> find(HResult code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /** Finds a row by its name, or by the Win32 name inside it, in upper or lower case. */
    Optional<Row> find(String name) {
        return Optional.ofNullable(byName.get(name.toUpperCase(Locale.ROOT)));
    }

    /** The name of a facility whose codes may reach a requester; of any other, the number. */
    static String facilityName(int facility) {
        return switch (facility) {
            case 0 -> "FACILITY_NULL";
            case 1 -> "FACILITY_RPC";
            case 2 -> "FACILITY_DISPATCH";
            case 3 -> "FACILITY_STORAGE";
            case 4 -> "FACILITY_ITF";
            case 7 -> "FACILITY_WIN32";
            case 8 -> "FACILITY_WINDOWS";
            case 9 -> "FACILITY_SECURITY";
            case 10 -> "FACILITY_CONTROL";
            case 15 -> "FACILITY_SETUPAPI";
            case 17 -> "FACILITY_COMPLUS";
            case 19 -> "FACILITY_URT";
            case 31 -> "FACILITY_USERMODE_FILTER_MANAGER";
            case 49 -> "FACILITY_FVE";
            case 53 -> "FACILITY_USERMODE_HYPERVISOR";
            case 56 -> "FACILITY_USERMODE_VOLMGR";
            case 57 -> "FACILITY_BCD";
            case 58 -> "FACILITY_USERMODE_VHD";
            case 120 -> "FACILITY_BLB";
            case 130 -> "FACILITY_USERMODE_VOLSNAP";
            case 231 -> "FACILITY_USERMODE_SPACES";
            default -> "facility 0x" + Integer.toHexString(facility).toUpperCase(Locale.ROOT);
        };
    }
}
