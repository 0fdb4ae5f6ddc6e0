package org.vss4j.requester;

import static java.lang.System.Logger.Level.DEBUG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.vss4j.AsyncOperation;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.bindings.Vssapi;
import org.vss4j.internal.bindings._VSS_SNAPSHOT_PROP;
import org.vss4j.internal.com.CallFailedException;
import org.vss4j.internal.com.ComReference;
import org.vss4j.internal.com.Guid;
import org.vss4j.internal.com.Linking;
import org.vss4j.internal.com.Unowned;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.com.read.QueriedKind;
import org.vss4j.internal.com.read.SnapshotProperties;
import org.vss4j.internal.com.read.WriterCalls;
import org.vss4j.internal.com.slots.BackupSlots;
import org.vss4j.internal.com.slots.InventorySlots;
import org.vss4j.internal.trace.SessionLogger;
import org.vss4j.internal.windows.WideString;

/**
 * One reference to an IVssBackupComponents, and its calls in the terms of Java: what a call returns is adopted here, an
 * error becomes a {@link VssException}. It belongs to a {@link CallThread}, by which no two calls are made at once, and all in
 * the multi-threaded apartment.
 *
 * <p>Long, for all calls of the object are made here but for those that concern writers.
 */
final class BackupObject {
    /* Long, for it is all calls of one object, each a short method, and what becomes of what a call gave if an Error comes. */

    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");

    private final VssExports exports;
    private final ComReference reference;

    /** Where a call puts the operation that it begins: found here if an error keeps it from being adopted. */
    private final MemorySegment begun = Arena.ofAuto().allocate(ValueLayout.ADDRESS);

    /** The references to an operation that was begun, until both are the session's: closed here if an error comes before. */
    private final @Nullable AsyncOperation[] adopted = new AsyncOperation[2];

    private BackupObject(VssExports exports, ComReference reference) {
        this.exports = exports;
        this.reference = reference;
    }

    static BackupObject create(VssExports exports) {
        Linking.OPERATIONS.await();
        Linking.SESSIONS.await();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            return owning(out, () -> {
                check("CreateVssBackupComponents", exports.createBackupComponents(out));
                return new BackupObject(exports, new ComReference(pointer("CreateVssBackupComponents", out)));
            });
        }
    }

    /** Makes a call that gives a reference, and owns it; if an Error keeps it from that, the reference is given back. */
    private static <T extends @Nullable Object> T owning(MemorySegment out, Supplier<T> call) {
        try {
            return call.get();
        } catch (Error e) {
            Unowned.giveBack(out.get(ValueLayout.JAVA_LONG, 0));
            throw e;
        }
    }

    /** An object on which the calls have been made that come first in a backup. */
    static BackupObject forBackup(VssExports exports, BackupOptions options) {
        return prepared(exports, object -> {
            SnapshotContext context = options.context();
            object.call("SetContext", context, self -> BackupSlots.setContext(self, options.contextValue()));
            if (context.hasWriters()) {
                object.setBackupState(options);
            }
        });
    }

    /** An object for queries and deletions: of all copies there are, whatever they were made for. */
    static BackupObject forQueries(VssExports exports) {
        return prepared(
                exports,
                object -> object.call("SetContext", self -> BackupSlots.setContext(self, SnapshotContext.ALL)));
    }

    private static BackupObject prepared(VssExports exports, Consumer<BackupObject> calls) {
        BackupObject object = create(exports);
        try {
            object.initialize();
            calls.accept(object);
            return object;
        } catch (Throwable e) {
            object.giveBack();
            throw e;
        }
    }

    private void initialize() {
        call("InitializeForBackup", self -> BackupSlots.initializeForBackup(self, MemorySegment.NULL));
    }

    /** What there is of a kind, in the context of this object. */
    <T> List<T> query(QueriedKind<T> kind) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            MemorySegment nothing = Guid.write(Guid.NULL, arena);
            ComReference enumeration = owning(out, () -> enumeration(kind, nothing, out));
            if (enumeration == null) {
                return List.of();
            }
            List<T> found = new ArrayList<>();
            try {
                check("Next", kind.readAll(enumeration.self(), exports, found));
                return found;
            } finally {
                enumeration.giveBack();
            }
        }
    }

    private @Nullable ComReference enumeration(QueriedKind<?> kind, MemorySegment nothing, MemorySegment out) {
        int result = callAny(
                "Query", self -> InventorySlots.query(self, nothing, Vssapi.VSS_OBJECT_NONE(), kind.type(), out));
        requireSuccess("Query", HResult.of(result));
        if (result == Vssapi.S_FALSE() && out.get(ValueLayout.JAVA_LONG, 0) == 0) {
            // That there is nothing; Microsoft's own tools take it so.
            return null;
        }
        return new ComReference(pointer("Query", out));
    }

    /**
     * What DeleteSnapshots said.
     *
     * @param result its HRESULT
     * @param deleted how many copies it deleted
     * @param firstNotDeleted the copy that it failed at, or zeros
     */
    record Deletion(HResult result, int deleted, UUID firstNotDeleted) {}

    /** Deletes a copy, or the copies of a set one by one until one fails. */
    Deletion deleteSnapshots(UUID objectId, DeletedKind kind, Force force) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment id = Guid.write(objectId, arena);
            MemorySegment deleted = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment notDeleted = Guid.write(Guid.NULL, arena);
            int type = kind == DeletedKind.SNAPSHOT ? Vssapi.VSS_OBJECT_SNAPSHOT() : Vssapi.VSS_OBJECT_SNAPSHOT_SET();
            int bForceDelete = force == Force.FORCED ? 1 : 0;
            HResult result = HResult.of(callAny(
                    "DeleteSnapshots",
                    self -> InventorySlots.deleteSnapshots(self, id, type, bForceDelete, deleted, notDeleted)));
            return new Deletion(result, deleted.get(ValueLayout.JAVA_INT, 0), Guid.get(notDeleted));
        }
    }

    /** Whether a provider does all that it can. */
    enum Force {
        UNFORCED,
        FORCED
    }

    /** What is deleted by one call. */
    enum DeletedKind {
        SNAPSHOT,
        SNAPSHOT_SET
    }

    /** Whether some provider can make copies of a volume. */
    boolean isVolumeSupported(String volume) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment provider = Guid.write(Guid.NULL, arena);
            MemorySegment name = WideString.write(volume, arena);
            MemorySegment supported = arena.allocate(ValueLayout.JAVA_INT);
            call(
                    "IsVolumeSupported",
                    volume,
                    self -> InventorySlots.isVolumeSupported(self, provider, name, supported));
            return supported.get(ValueLayout.JAVA_INT, 0) != 0;
        }
    }

    /** Whether there are copies of a volume; asked of the library, not of an object. */
    static boolean isVolumeSnapshotted(VssExports exports, String volume) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = WideString.write(volume, arena);
            MemorySegment present = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment capability = arena.allocate(ValueLayout.JAVA_INT);
            int result = exports.isVolumeSnapshotted(name, present, capability);
            log("IsVolumeSnapshotted", result);
            requireSuccess("IsVolumeSnapshotted", volume, HResult.of(result));
            return present.get(ValueLayout.JAVA_INT, 0) != 0;
        }
    }

    /** Single components if there are some, or else the whole of each volume. */
    private void setBackupState(BackupOptions options) {
        boolean components = options.selection().includesAnything();
        boolean systemState = options.systemState() == BackupOptions.SystemState.BACKED_UP;
        boolean partialFiles = options.partialFiles() == BackupOptions.PartialFiles.SUPPORTED;
        int type = options.type().value();
        call("SetBackupState", self -> BackupSlots.setBackupState(self, components, systemState, type, partialFiles));
    }

    /** Makes calls that concern all writers. */
    <T extends @Nullable Object> T writers(Function<WriterCalls, T> body) {
        return writers("", body);
    }

    /**
     * Makes calls that concern writers.
     *
     * @param subject what of them, to be named if a call fails; may be empty
     */
    <T extends @Nullable Object> T writers(String subject, Function<WriterCalls, T> body) {
        if (!reference.tryEnter()) {
            throw new IllegalStateException("The session is closed");
        }
        try {
            return body.apply(new WriterCalls(reference.self(), exports, BackupObject::log));
        } catch (CallFailedException e) {
            VssException failure = failure(e.method(), subject, HResult.of(e.hresult()));
            failure.initCause(e);
            throw failure;
        } finally {
            reference.leave();
        }
    }

    Begun gatherWriterMetadata() {
        return begin(Step.GATHER_WRITER_METADATA, BackupSlots::gatherWriterMetadata);
    }

    void freeWriterMetadata() {
        call("FreeWriterMetadata", BackupSlots::freeWriterMetadata);
    }

    UUID startSnapshotSet() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment id = arena.allocate(Guid.SIZE, Integer.BYTES);
            call("StartSnapshotSet", self -> BackupSlots.startSnapshotSet(self, id));
            return Guid.get(id);
        }
    }

    /** Adds a volume, whose copy a provider makes; the one that VSS finds best, if its id is zero. */
    UUID addToSnapshotSet(String volume, UUID providerId) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = WideString.write(volume, arena);
            MemorySegment provider = Guid.write(providerId, arena);
            MemorySegment id = arena.allocate(Guid.SIZE, Integer.BYTES);
            call("AddToSnapshotSet", volume, self -> BackupSlots.addToSnapshotSet(self, name, provider, id));
            return Guid.get(id);
        }
    }

    Begun prepareForBackup() {
        return begin(Step.PREPARE_FOR_BACKUP, BackupSlots::prepareForBackup);
    }

    Begun doSnapshotSet() {
        return begin(Step.DO_SNAPSHOT_SET, BackupSlots::doSnapshotSet);
    }

    Begun gatherWriterStatus() {
        return begin(Step.GATHER_WRITER_STATUS, BackupSlots::gatherWriterStatus);
    }

    void freeWriterStatus() {
        call("FreeWriterStatus", BackupSlots::freeWriterStatus);
    }

    SnapshotProperties snapshotProperties(UUID snapshotId) {
        try (Arena arena = Arena.ofConfined()) {
            // Zeroed, as freeing the strings of a structure that the call did not fill must do no harm.
            MemorySegment properties = arena.allocate(_VSS_SNAPSHOT_PROP.layout());
            MemorySegment id = Guid.write(snapshotId, arena);
            call("GetSnapshotProperties", snapshotId, self -> BackupSlots.getSnapshotProperties(self, id, properties));
            try {
                return SnapshotProperties.read(properties);
            } finally {
                exports.freeSnapshotProperties(properties);
            }
        }
    }

    Begun backupComplete() {
        return begin(Step.BACKUP_COMPLETE, BackupSlots::backupComplete);
    }

    void abortBackup() {
        call("AbortBackup", BackupSlots::abortBackup);
    }

    /** Releases an object that nobody else has, and on which nothing was begun, also where there is no memory for it now. */
    void giveBack() {
        LOG.log(DEBUG, "Release");
        reference.giveBack();
    }

    /**
     * Gives the reference back; after that every call is an {@link IllegalStateException}. What an error keeps from being
     * done is done when this is called again.
     */
    void release() {
        MemorySegment notAdopted = begun.get(ValueLayout.ADDRESS, 0);
        if (notAdopted.address() != 0) {
            begun.set(ValueLayout.ADDRESS, 0, MemorySegment.NULL);
            AsyncOperation.adopt(notAdopted, Arena.global()).close();
        }
        closeAdopted();
        if (reference.tryClose()) {
            LOG.log(DEBUG, "Release");
            reference.leave();
        }
    }

    /** A slot whose one argument is where the IVssAsync goes. */
    private interface Beginning {
        int call(MemorySegment self, MemorySegment async);
    }

    /**
     * An operation that a call began, by two references.
     *
     * @param own the session's, by which it knows how the operation stands, and cancels it
     * @param lent the caller's: closing it lets go of it, and that is all
     */
    record Begun(AsyncOperation own, AsyncOperation lent) {}

    private Begun begin(Step step, Beginning slot) {
        closeAdopted();
        begun.set(ValueLayout.ADDRESS, 0, MemorySegment.NULL);
        call(step.method(), self -> slot.call(self, begun));
        MemorySegment async = pointer(step.method(), begun);
        // From here on the reference is the operation's; in the global arena, as the session closes its operations
        // itself.
        begun.set(ValueLayout.ADDRESS, 0, MemorySegment.NULL);
        try {
            AsyncOperation own = AsyncOperation.adopt(async, Arena.global());
            adopted[0] = own;
            AsyncOperation lent = AsyncOperation.share(async, Arena.global());
            adopted[1] = lent;
            Begun all = new Begun(own, lent);
            Arrays.fill(adopted, null);
            return all;
        } catch (Throwable e) {
            closeAdopted();
            throw e;
        }
    }

    /** Closes what was adopted for a session that did not get it. */
    private void closeAdopted() {
        for (int i = 0; i < adopted.length; i++) {
            AsyncOperation operation = adopted[i];
            if (operation != null) {
                operation.close();
                adopted[i] = null;
            }
        }
    }

    private static MemorySegment pointer(String method, MemorySegment out) {
        MemorySegment pointer = out.get(ValueLayout.ADDRESS, 0);
        if (pointer.address() == 0) {
            throw new VssException(method, HResult.E_UNEXPECTED, "it succeeded without giving what it should return");
        }
        return pointer;
    }

    private void call(String method, ToIntFunction<MemorySegment> slot) {
        requireSuccess(method, HResult.of(callAny(method, slot)));
    }

    /** Makes a call that names something. */
    private void call(String method, Object subject, ToIntFunction<MemorySegment> slot) {
        requireSuccess(method, subject, HResult.of(callAny(method, slot)));
    }

    /** Makes a call, and returns its HRESULT, also if it is an error. */
    private int callAny(String method, ToIntFunction<MemorySegment> slot) {
        if (!reference.tryEnter()) {
            throw new IllegalStateException("The session is closed");
        }
        try {
            int result = slot.applyAsInt(reference.self());
            log(method, result);
            return result;
        } finally {
            reference.leave();
        }
    }

    private static void check(String method, int result) {
        log(method, result);
        requireSuccess(method, HResult.of(result));
    }

    private static void log(String method, int result) {
        LOG.log(DEBUG, "{0}: {1}", method, HResult.of(result));
    }

    private static void requireSuccess(String method, HResult hresult) {
        requireSuccess(method, "", hresult);
    }

    private static void requireSuccess(String method, Object subject, HResult hresult) {
        if (hresult.isFailure()) {
            throw failure(method, subject.toString(), hresult);
        }
    }

    /** The failure of a call that named something, or nothing. */
    private static VssException failure(String method, String subject, HResult hresult) {
        return new VssException(
                method, hresult, subject.isEmpty() ? hresult.meaning() : subject + ": " + hresult.meaning());
    }
}
