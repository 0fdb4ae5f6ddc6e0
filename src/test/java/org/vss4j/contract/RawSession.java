package org.vss4j.contract;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.vss4j.HResult;
import org.vss4j.internal.bindings._VSS_SNAPSHOT_PROP;
import org.vss4j.internal.com.Guid;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.com.read.ProviderProperties;
import org.vss4j.internal.com.read.QueriedKind;
import org.vss4j.internal.com.read.SnapshotProperties;
import org.vss4j.internal.com.slots.AsyncSlots;
import org.vss4j.internal.com.slots.BackupSlots;
import org.vss4j.internal.com.slots.InventorySlots;
import org.vss4j.internal.com.slots.UnknownSlots;
import org.vss4j.internal.windows.WideString;
import org.vss4j.simulator.VssMethod;

/** Two objects of a service, to which steps are done through the slots, and what they answer. Has to be closed. */
final class RawSession implements AutoCloseable {
    static final int OBJECTS = 2;

    /** The name of a volume beside the others of which no copies can be made. */
    static final String UNSUPPORTED = "unsupported";

    private static final int OBJECT_NONE = 1;
    private static final int LONG_ENOUGH_MILLIS = 60_000;
    private static final UUID UNKNOWN = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");

    private final Arena arena = Arena.ofConfined();
    private final VssExports exports;
    private final List<Path> volumes;
    private final Set<VssMethod> hanging;
    private final Function<String, Path> folders;
    private final Runnable clock;
    private final MemorySegment[] objects = new MemorySegment[OBJECTS];
    private final List<MemorySegment> left = new ArrayList<>();
    private final List<List<UUID>> copies = new ArrayList<>();
    private final List<Begun> begun = new ArrayList<>();

    private record Begun(MemorySegment async, boolean hangs) {}

    /**
     * Makes the objects.
     *
     * @param volumes the two volumes of the machine
     * @param hanging the methods whose operations never end by themselves
     * @param folders where the files of a device object are
     * @param clock lets time pass
     */
    RawSession(
            VssExports exports,
            List<Path> volumes,
            Set<VssMethod> hanging,
            Function<String, Path> folders,
            Runnable clock) {
        this.exports = exports;
        this.volumes = volumes;
        this.hanging = hanging;
        this.folders = folders;
        this.clock = clock;
        for (int i = 0; i < OBJECTS; i++) {
            copies.add(new ArrayList<>());
            objects[i] = create();
        }
    }

    /** Does a step, and says what came of it, in words that are the same for every service that keeps the same rules. */
    String perform(RawStep step) {
        return switch (step) {
            case RawStep.Begin begin -> begin(begin);
            case RawStep.Call call -> name(call(call));
            case RawStep.InitializeForBackup initialize ->
                name(BackupSlots.initializeForBackup(objects[initialize.object()], xml(initialize.xml())));
            case RawStep.SetContext set -> name(BackupSlots.setContext(objects[set.object()], set.context()));
            case RawStep.SetBackupState set ->
                name(BackupSlots.setBackupState(objects[set.object()], false, true, set.type(), false));
            case RawStep.StartSnapshotSet start ->
                name(BackupSlots.startSnapshotSet(objects[start.object()], out(start.out(), Guid.SIZE)));
            case RawStep.AddToSnapshotSet add -> add(add);
            case RawStep.OfWriters writers ->
                RawWriters.perform(exports, objects[writers.object()], writers.call(), writers.number());
            case RawStep.GetSnapshotProperties get -> properties(get);
            case RawStep.Query query -> query(query);
            case RawStep.DeleteSnapshots delete -> delete(delete);
            case RawStep.Leave leave -> leave(leave.object());
            case RawStep.IsVolumeSupported is -> isSupported(is);
            case RawStep.Renew renew -> renew(renew.object());
            case RawStep.Ask ask -> begun.isEmpty() ? "none" : ask(ask);
            case RawStep.LetGo all -> letGo();
            case RawStep.LetTimePass pass -> letTimePass();
        };
    }

    private String begin(RawStep.Begin begin) {
        MemorySegment out = arena.allocate(ADDRESS);
        MemorySegment self = objects[begin.object()];
        int result = switch (begin.method()) {
            case GATHER_WRITER_METADATA -> BackupSlots.gatherWriterMetadata(self, out);
            case PREPARE_FOR_BACKUP -> BackupSlots.prepareForBackup(self, out);
            case DO_SNAPSHOT_SET -> BackupSlots.doSnapshotSet(self, out);
            case GATHER_WRITER_STATUS -> BackupSlots.gatherWriterStatus(self, out);
            case BACKUP_COMPLETE -> BackupSlots.backupComplete(self, out);
            default -> throw new IllegalArgumentException(begin.toString());
        };
        MemorySegment async = out.get(ADDRESS, 0);
        if (async.address() != 0) {
            begun.add(new Begun(async.reinterpret(ADDRESS.byteSize()), hanging.contains(begin.method())));
        }
        return name(result) + (async.address() == 0 ? "" : ", and an operation");
    }

    private int call(RawStep.Call call) {
        MemorySegment self = objects[call.object()];
        return switch (call.method()) {
            case FREE_WRITER_METADATA -> BackupSlots.freeWriterMetadata(self);
            case FREE_WRITER_STATUS -> BackupSlots.freeWriterStatus(self);
            case ABORT_BACKUP -> BackupSlots.abortBackup(self);
            default -> throw new IllegalArgumentException(call.toString());
        };
    }

    private MemorySegment xml(RawStep.Xml xml) {
        return switch (xml) {
            case NULL -> MemorySegment.NULL;
            case EMPTY -> WideString.write("", arena);
            case DOCUMENT -> WideString.write("<xml/>", arena);
        };
    }

    private MemorySegment out(RawStep.Out out, long size) {
        return out == RawStep.Out.NULL ? MemorySegment.NULL : arena.allocate(size, Integer.BYTES);
    }

    private String add(RawStep.AddToSnapshotSet add) {
        MemorySegment id = out(add.out(), Guid.SIZE);
        int result = BackupSlots.addToSnapshotSet(
                objects[add.object()], volume(add.volume()), provider(add.object(), add.provider()), id);
        if (result >= 0) {
            copies.get(add.object()).add(Guid.get(id));
        }
        return name(result);
    }

    private MemorySegment volume(RawStep.Volume volume) {
        return switch (volume) {
            case FIRST -> WideString.write(volumes.get(0) + File.separator, arena);
            case SECOND -> WideString.write(volumes.get(1) + File.separator, arena);
            case WITHOUT_SEPARATOR -> WideString.write(volumes.get(0).toString(), arena);
            case UNSUPPORTED -> WideString.write(volumes.get(0).resolveSibling(UNSUPPORTED) + File.separator, arena);
            case MISSING -> WideString.write(volumes.get(0) + "-none" + File.separator, arena);
            case NULL -> MemorySegment.NULL;
        };
    }

    private MemorySegment provider(int object, RawStep.Provider provider) {
        UUID id = switch (provider) {
            case ANY -> Guid.NULL;
            case OWN -> ownProvider(object);
            case UNKNOWN -> UNKNOWN;
        };
        return Guid.write(id, arena);
    }

    /** As the service says, if it does. */
    private UUID ownProvider(int object) {
        MemorySegment out = arena.allocate(ADDRESS);
        int result = InventorySlots.query(
                objects[object], Guid.write(Guid.NULL, arena), OBJECT_NONE, QueriedKind.PROVIDERS.type(), out);
        if (result < 0) {
            return UNKNOWN;
        }
        MemorySegment enumeration = out.get(ADDRESS, 0).reinterpret(ADDRESS.byteSize());
        List<ProviderProperties> found = new ArrayList<>();
        QueriedKind.PROVIDERS.readAll(enumeration, exports, found);
        UnknownSlots.release(enumeration);
        return found.getFirst().id();
    }

    private String isSupported(RawStep.IsVolumeSupported is) {
        MemorySegment out = arena.allocate(JAVA_INT);
        int result = InventorySlots.isVolumeSupported(
                objects[is.object()], provider(is.object(), is.provider()), volume(is.volume()), out);
        return name(result) + (result < 0 ? "" : ": " + (out.get(JAVA_INT, 0) != 0));
    }

    private UUID id(int object, RawStep.Copy copy) {
        List<UUID> added = copies.get(object);
        return copy == RawStep.Copy.UNKNOWN || added.isEmpty()
                ? UNKNOWN
                : copy == RawStep.Copy.FIRST ? added.getFirst() : added.getLast();
    }

    /** What is found, by its number alone: ids are different everywhere. */
    private String query(RawStep.Query query) {
        MemorySegment out = arena.allocate(ADDRESS);
        int result = InventorySlots.query(
                objects[query.object()], Guid.write(Guid.NULL, arena), query.type(), query.returnedType(), out);
        if (result < 0) {
            return name(result);
        }
        MemorySegment enumeration = out.get(ADDRESS, 0).reinterpret(ADDRESS.byteSize());
        QueriedKind<?> kind =
                query.returnedType() == QueriedKind.PROVIDERS.type() ? QueriedKind.PROVIDERS : QueriedKind.SNAPSHOTS;
        return name(result) + ": found " + count(kind, enumeration);
    }

    private <T> int count(QueriedKind<T> kind, MemorySegment enumeration) {
        List<T> found = new ArrayList<>();
        kind.readAll(enumeration, exports, found);
        UnknownSlots.release(enumeration);
        return found.size();
    }

    private String delete(RawStep.DeleteSnapshots delete) {
        MemorySegment deleted = arena.allocate(JAVA_INT);
        MemorySegment notDeleted = Guid.write(Guid.NULL, arena);
        MemorySegment id = Guid.write(id(delete.object(), delete.copy()), arena);
        int result =
                InventorySlots.deleteSnapshots(objects[delete.object()], id, delete.type(), 0, deleted, notDeleted);
        return name(result) + ": deleted " + deleted.get(JAVA_INT, 0);
    }

    private String properties(RawStep.GetSnapshotProperties get) {
        List<UUID> added = copies.get(get.object());
        UUID id = id(get.object(), get.copy());
        MemorySegment out = arena.allocate(_VSS_SNAPSHOT_PROP.layout());
        int result = BackupSlots.getSnapshotProperties(objects[get.object()], Guid.write(id, arena), out);
        if (result < 0) {
            return name(result);
        }
        SnapshotProperties read = SnapshotProperties.read(out);
        exports.freeSnapshotProperties(out);
        return name(result) + ": copy " + added.indexOf(read.id()) + " of " + read.count() + " of "
                + read.originalVolume() + ", attributes " + read.attributes() + ", status " + read.status() + ", "
                + (Files.isDirectory(folders.apply(String.valueOf(read.deviceObject()))) ? "there" : "gone");
    }

    private MemorySegment create() {
        MemorySegment out = arena.allocate(ADDRESS);
        int result = exports.createBackupComponents(out);
        if (result != 0) {
            throw new AssertionError("CreateVssBackupComponents: " + name(result));
        }
        return out.get(ADDRESS, 0).reinterpret(ADDRESS.byteSize());
    }

    private String leave(int object) {
        left.add(objects[object]);
        copies.get(object).clear();
        objects[object] = create();
        return "left";
    }

    private String renew(int object) {
        int left = UnknownSlots.release(objects[object]);
        copies.get(object).clear();
        objects[object] = create();
        return left + " references";
    }

    private String ask(RawStep.Ask ask) {
        MemorySegment async =
                begun.get(begun.size() - 1 - ask.back() % begun.size()).async();
        return switch (ask.method()) {
            case CANCEL -> name(AsyncSlots.cancel(async));
            case WAIT_NOT_AT_ALL -> name(AsyncSlots.await(async, 0));
            case QUERY_STATUS -> status(async);
        };
    }

    /** All operations end but those that hang. */
    private String letTimePass() {
        clock.run();
        List<String> ends = new ArrayList<>();
        for (Begun operation : begun) {
            int waited = AsyncSlots.await(operation.async(), operation.hangs() ? 0 : LONG_ENOUGH_MILLIS);
            ends.add(name(waited) + " " + status(operation.async()));
        }
        return ends.toString();
    }

    private String letGo() {
        begun.forEach(operation -> UnknownSlots.release(operation.async()));
        begun.clear();
        return "done";
    }

    private String status(MemorySegment async) {
        MemorySegment out = arena.allocate(JAVA_INT);
        int result = AsyncSlots.queryStatus(async, out);
        return result < 0 ? name(result) : name(out.get(JAVA_INT, 0));
    }

    private static String name(int result) {
        return HResult.of(result).name();
    }

    @Override
    public void close() {
        letGo();
        left.forEach(UnknownSlots::release);
        for (MemorySegment object : objects) {
            UnknownSlots.release(object);
        }
        arena.close();
    }
}
