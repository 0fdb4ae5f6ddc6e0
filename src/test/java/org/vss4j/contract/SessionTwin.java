package org.vss4j.contract;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.vss4j.HResult;
import org.vss4j.internal.bindings._VSS_SNAPSHOT_PROP;
import org.vss4j.internal.com.CallFailedException;
import org.vss4j.internal.com.Guid;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.com.read.WriterCalls;
import org.vss4j.internal.com.slots.AsyncSlots;
import org.vss4j.internal.com.slots.BackupSlots;
import org.vss4j.internal.com.slots.UnknownSlots;
import org.vss4j.internal.windows.WideString;

/** An object of a service to which is done, through its slots, what a session does to another. Has to be closed. */
final class SessionTwin implements AutoCloseable {
    private static final int LONG_ENOUGH_MILLIS = 60_000;
    private static final int COPY = 5;

    private final Arena arena = Arena.ofConfined();
    private final VssExports exports;
    private final Runnable clock;
    private final boolean writers;
    private final MemorySegment self;
    private MemorySegment async = MemorySegment.NULL;
    private MemorySegment copy = Guid.write(Guid.NULL, arena);

    /** An object in a context. */
    SessionTwin(VssExports exports, int context, boolean writers, Runnable clock) {
        this.exports = exports;
        this.clock = clock;
        this.writers = writers;
        MemorySegment out = arena.allocate(ADDRESS);
        require(exports.createBackupComponents(out));
        self = out.get(ADDRESS, 0).reinterpret(ADDRESS.byteSize());
        require(BackupSlots.initializeForBackup(self, MemorySegment.NULL));
        require(BackupSlots.setContext(self, context));
        if (writers) {
            require(BackupSlots.setBackupState(self, false, false, COPY, false));
        }
    }

    private static void require(int result) {
        if (result != 0) {
            throw new AssertionError(HResult.of(result).toString());
        }
    }

    /** Makes the call of a move, and returns its HRESULT. */
    HResult call(SessionMove move, Path volume) {
        return HResult.of(
                switch (move) {
                    case GATHER -> begin(BackupSlots.gatherWriterMetadata(self, out()));
                    case PREPARE -> begin(BackupSlots.prepareForBackup(self, out()));
                    case MAKE -> begin(BackupSlots.doSnapshotSet(self, out()));
                    case STATUS -> begin(BackupSlots.gatherWriterStatus(self, out()));
                    case COMPLETE -> begin(BackupSlots.backupComplete(self, out()));
                    case DISABLE -> writerCall(calls -> calls.disableWriterClasses(List.of(new UUID(1, 2))));
                    case READ_METADATA -> writerCall(WriterCalls::metadataCount);
                    case SAVE -> writerCall(WriterCalls::document);
                    case START -> start();
                    case ADD -> add(volume);
                    case READ_COPIES -> properties();
                    default -> throw new IllegalArgumentException(move.toString());
                });
    }

    private MemorySegment pending = MemorySegment.NULL;

    private MemorySegment out() {
        pending = arena.allocate(ADDRESS);
        return pending;
    }

    private int begin(int result) {
        MemorySegment begun = pending.get(ADDRESS, 0);
        if (begun.address() != 0) {
            releaseOperation();
            async = begun.reinterpret(ADDRESS.byteSize());
        }
        return result;
    }

    private int writerCall(Consumer<WriterCalls> call) {
        try {
            call.accept(new WriterCalls(self, exports, (method, result) -> {}));
            return 0;
        } catch (CallFailedException e) {
            return e.hresult();
        }
    }

    /** As a session, which gives back before it what the writers have. */
    private int start() {
        if (writers) {
            int unused = BackupSlots.freeWriterMetadata(self);
        }
        return BackupSlots.startSnapshotSet(self, arena.allocate(Guid.SIZE, Integer.BYTES));
    }

    private int add(Path volume) {
        MemorySegment id = arena.allocate(Guid.SIZE, Integer.BYTES);
        int result = BackupSlots.addToSnapshotSet(
                self, WideString.write(volume + File.separator, arena), Guid.write(Guid.NULL, arena), id);
        if (result == 0) {
            copy = id;
        }
        return result;
    }

    private int properties() {
        MemorySegment properties = arena.allocate(_VSS_SNAPSHOT_PROP.layout());
        int result = BackupSlots.getSnapshotProperties(self, copy, properties);
        exports.freeSnapshotProperties(properties);
        return result;
    }

    void pass() {
        clock.run();
        if (async.address() != 0) {
            int unused = AsyncSlots.await(async, LONG_ENOUGH_MILLIS);
        }
    }

    void cancel() {
        if (async.address() != 0) {
            int unused = AsyncSlots.cancel(async);
        }
    }

    private void releaseOperation() {
        if (async.address() != 0) {
            UnknownSlots.release(async);
        }
    }

    @Override
    public void close() {
        releaseOperation();
        UnknownSlots.release(self);
        arena.close();
    }
}
