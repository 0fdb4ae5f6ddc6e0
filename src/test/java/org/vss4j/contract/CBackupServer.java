package org.vss4j.contract;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.access.Friends;
import org.vss4j.internal.com.ServiceParts;
import org.vss4j.internal.com.VssExports;
import org.vss4j.requester.BackupType;
import org.vss4j.requester.Ledger;
import org.vss4j.requester.Vss;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssCall;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.WhichCalls;
import org.vss4j.testing.NativeServer;

/**
 * The service in C, through the exports of its library, on a machine that a test describes. The machine that was opened
 * last is the one that sessions are opened on.
 */
public final class CBackupServer implements BackupTestServer {
    private static final int TEXT_SIZE = 64;
    private static final int HISTORY_SIZE = 1024;

    private final MemorySegment machine;
    private final @Nullable Ledger ledger;
    private final Vss vss;

    private CBackupServer(Vss library, MemorySegment machine, BackupSetup setup) {
        this.machine = machine;
        Path store = setup.store;
        try {
            ledger = store == null || !setup.onRecord ? null : Ledger.open(store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        vss = ledger == null ? library : library.withLedger(ledger);
    }

    /** A service on a machine, of the test that is running. */
    public static CBackupServer open(BackupSetup setup) {
        return open(setup, Vss.load(NativeServer.file()));
    }

    /** As {@link #open}, for which the machine's folders are the volumes that there are, also on a system that has others. */
    static CBackupServer openWithVolumes(BackupSetup setup) {
        Path file = NativeServer.file();
        ServiceParts parts = new ServiceParts(
                VssExports.load(file),
                place -> setup.volumes.stream()
                        .filter(place::startsWith)
                        .max(Comparator.comparingInt(Path::getNameCount))
                        .orElseThrow(() -> new VssException(
                                "Finding the volume of " + place, HResult.VSS_E_OBJECT_NOT_FOUND, "it is on none")),
                device -> Optional.empty(),
                file.toString());
        return open(setup, Friends.make(Vss.class, parts));
    }

    private static CBackupServer open(BackupSetup setup, Vss library) {
        try (Arena arena = Arena.ofConfined()) {
            CBackupServer server =
                    new CBackupServer(library, CBackupLibrary.open(arena.allocateFrom(CServer.currentTest())), setup);
            if (setup.store != null) {
                server.set("VSS_TEST_STORE", setup.store.toString());
            }
            // Bit by bit, since one value has room for some names only.
            setup.volumes.forEach(volume -> server.set("VSS_TEST_VOLUMES", rootName(volume)));
            setup.unsupported.forEach(volume -> server.set("VSS_TEST_UNSUPPORTED", rootName(volume)));
            server.set("VSS_TEST_DURATIONS", each(setup.durations, duration -> "" + duration.toMillis()));
            server.set("VSS_TEST_FAULTS", faults(setup.faults));
            setup.writers.forEach(
                    writer -> WriterLines.of(writer).forEach(line -> server.set("VSS_TEST_WRITER", line)));
            if (setup.interfaces == BackupSetup.Interfaces.FIRST_ONLY) {
                server.set("VSS_TEST_INTERFACES", "first");
            }
            if (setup.clock == BackupSetup.Clock.STANDS_STILL) {
                server.set("VSS_TEST_CLOCK", "manual");
            }
            return server;
        }
    }

    /** The name of a volume ends with a separator. */
    private static String rootName(Path volume) {
        String name = volume.toString();
        return name.endsWith(File.separator) ? name : name + File.separator;
    }

    private interface Text<T> {
        String of(T value);
    }

    private static <T> String each(Map<VssMethod, T> values, Text<T> text) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey().microsoftName() + "=" + text.of(entry.getValue()))
                .collect(Collectors.joining(","));
    }

    private static String faults(List<BackupSetup.Planned> faults) {
        return faults.stream()
                .map(planned -> planned.method().microsoftName() + "=" + text(planned.fault()) + "@"
                        + Long.toUnsignedString(bits(planned.calls())))
                .collect(Collectors.joining(","));
    }

    /** The first call in the lowest bit, and those from the 64th on in the highest. */
    private static long bits(WhichCalls calls) {
        long bits = 0;
        for (int number = 1; number <= Long.SIZE; number++) {
            bits |= calls.has(number) ? 1L << (number - 1) : 0;
        }
        return bits;
    }

    private static String text(Fault fault) {
        return switch (fault) {
            case Fault.Returns returns -> text(returns.code());
            case Fault.Fails fails -> "fails:" + text(fails.error());
            case Fault.Hangs hangs -> "hangs";
            case Fault.RefusesCancel refuses -> "refuses:" + text(refuses.code());
        };
    }

    private static String text(HResult code) {
        return String.format("0x%08X", code.value());
    }

    private void set(String name, String value) {
        try (Arena arena = Arena.ofConfined()) {
            if (CBackupLibrary.set(machine, arena.allocateFrom(name), arena.allocateFrom(value)) == 0) {
                throw new IllegalArgumentException(name + "=" + value);
            }
        }
    }

    /** Has calls of a method not return, and do nothing, until this lets go of them. */
    public void hold(VssMethod method) {
        set("VSS_TEST_HELD", method.microsoftName());
    }

    /** Has calls of a method of all operations not return until this lets go of them: Cancel, or QueryStatus. */
    void holdOperations(CServer.Method method) {
        set("VSS_TEST_OPERATIONS_HELD", method == CServer.Method.CANCEL ? "Cancel" : "QueryStatus");
    }

    /** Lets calls that are held go on. */
    public void letGo() {
        set("VSS_TEST_HELD", "");
        set("VSS_TEST_OPERATIONS_HELD", "");
    }

    /** How many calls are held now. */
    public int heldCalls() {
        return CBackupLibrary.held(machine);
    }

    /** Has the service look for copies elsewhere. */
    void moveStore(Path store) {
        set("VSS_TEST_STORE", store.toString());
    }

    @Override
    public Vss vss() {
        return vss;
    }

    @Override
    public List<VssCall> calls() {
        List<VssCall> calls = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(TEXT_SIZE);
            MemorySegment result = arena.allocate(ValueLayout.JAVA_INT);
            for (int i = 0; CBackupLibrary.call(i, text, result) != 0; i++) {
                HResult code = HResult.of(result.get(ValueLayout.JAVA_INT, 0));
                method(text.getString(0)).ifPresent(method -> calls.add(new VssCall(0, method, List.of(), code)));
            }
        }
        return calls;
    }

    @Override
    public List<String> backupHistory() {
        List<String> history = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(HISTORY_SIZE);
            for (int i = 0; CBackupLibrary.history(machine, i, text, HISTORY_SIZE) != 0; i++) {
                List<String> fields = List.of(text.getString(0).split("\t", -1));
                BackupType type = fields.get(2).equals("1") ? BackupType.FULL : BackupType.INCREMENTAL;
                history.add(fields.get(0) + " " + fields.get(1) + " " + type);
            }
        }
        return history;
    }

    /** The method with a name; none for those of IUnknown. */
    private static Optional<VssMethod> method(String name) {
        return Arrays.stream(VssMethod.values())
                .filter(method -> method.microsoftName().equals(name))
                .findFirst();
    }

    /** Off Windows it has paths for them. */
    @Override
    public Path folderOf(String deviceObject) {
        return Path.of(deviceObject);
    }

    @Override
    public boolean isSnapshotSetInProgress() {
        return CBackupLibrary.creating(machine) != 0;
    }

    @Override
    public void advance(Duration duration) {
        CBackupLibrary.advance(machine, Math.toIntExact(duration.toMillis()));
    }

    @Override
    public List<String> leftovers() {
        List<String> left = new ArrayList<>();
        addUnlessZero(left, CBackupLibrary.backups(machine), "IVssBackupComponents");
        addUnlessZero(left, CBackupLibrary.operations(machine), "IVssAsync");
        addUnlessZero(left, CBackupLibrary.lent(machine), "objects of writers");
        addUnlessZero(left, CBackupLibrary.strings(), "strings");
        return left;
    }

    private static void addUnlessZero(List<String> left, int count, String what) {
        if (count != 0) {
            left.add(count + " " + what);
        }
    }

    /** The machine stays for the life of the process, like the code of the library. */
    @Override
    public void close() {
        if (ledger != null) {
            ledger.close();
        }
    }
}
