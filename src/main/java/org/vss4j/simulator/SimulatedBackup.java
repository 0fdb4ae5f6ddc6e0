package org.vss4j.simulator;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.internal.com.read.SnapshotProperties;
import org.vss4j.internal.comserver.AsyncServer;
import org.vss4j.internal.comserver.BackupServer;
import org.vss4j.internal.comserver.InventoryMethods;
import org.vss4j.internal.comserver.WriterMethods;
import org.vss4j.internal.trace.SessionLogger;

/**
 * One IVssBackupComponents of the simulator. All methods run under one lock; an operation's work runs without it, on a
 * thread of its own, one at a time.
 *
 * <p>Long, for it has one method for each of the service's.
 */
final class SimulatedBackup extends BackupServer {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.simulator");

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final int FIRST_BACKUP_TYPE = 1;
    private static final int LAST_BACKUP_TYPE = 6;
    private static final HResult INVALID_XML_DOCUMENT = HResult.of(0x80042311);

    private final Machine machine;
    private final int number;
    private final CopySet copies;
    private final SimulatedInventory inventory;

    /** Guarded by {@link #lock}. */
    private final SimulatedWriters writers;

    private final ReentrantLock lock = new ReentrantLock();
    private final WriterEvents events;

    /** Guarded by {@link #lock}. */
    private final Sequence sequence = new Sequence();

    /** Guarded by {@link #lock}. */
    private SimulatedContext context = SimulatedContext.BACKUP;

    /** The last operation. Guarded by {@link #lock}. */
    private @Nullable SimulatedAsync operation;

    /** Does the work of the last operation. Guarded by {@link #lock}. */
    private @Nullable Thread worker;

    SimulatedBackup(Machine machine) {
        this.machine = machine;
        this.number = machine.log().nextSession();
        this.copies = new CopySet(machine);
        this.inventory = new SimulatedInventory(machine, this::call, () -> context);
        this.writers = new SimulatedWriters(machine.writers(), machine.writerFailures(), machine.history(), this::call);
        this.events = new WriterEvents(lock, writers, () -> context);
        machine.objects().add(this);
    }

    /** Which of the simulator's objects this is, from 1. */
    int number() {
        return number;
    }

    CopySet copies() {
        return copies;
    }

    @Override
    protected InventoryMethods inventory() {
        return inventory;
    }

    @Override
    protected WriterMethods writers() {
        return writers;
    }

    @Override
    protected int initializeForBackup(@Nullable String xml) {
        // A document comes only with a transportable set, of which the simulator has none; a BSTR of NULL is an empty
        // one.
        return call(
                VssMethod.INITIALIZE_FOR_BACKUP,
                () -> xml == null || xml.isEmpty() ? HResult.S_OK : INVALID_XML_DOCUMENT,
                xml == null ? "" : xml);
    }

    @Override
    protected int setContext(int newContext) {
        return call(
                VssMethod.SET_CONTEXT,
                () -> {
                    SimulatedContext asked = new SimulatedContext(newContext);
                    HResult result = asked.check();
                    if (result.isSuccess()) {
                        sequence.setContext(asked);
                        context = asked;
                    }
                    return result;
                },
                newContext);
    }

    @Override
    protected int setBackupState(boolean components, boolean bootable, int type, boolean partialFiles) {
        boolean valid = type >= FIRST_BACKUP_TYPE && type <= LAST_BACKUP_TYPE;
        return call(
                VssMethod.SET_BACKUP_STATE,
                () -> {
                    if (!valid) {
                        return HResult.E_INVALIDARG;
                    }
                    writers.setBackupState(components, bootable, type, partialFiles);
                    return HResult.S_OK;
                },
                components,
                bootable,
                type,
                partialFiles);
    }

    @Override
    protected int gatherWriterMetadata(Consumer<AsyncServer> async) {
        return begin(VssMethod.GATHER_WRITER_METADATA, async, begun -> {
            events.identify();
            return HResult.S_OK;
        });
    }

    @Override
    protected int freeWriterMetadata() {
        return call(VssMethod.FREE_WRITER_METADATA, () -> HResult.S_OK);
    }

    @Override
    protected int startSnapshotSet(Consumer<UUID> setId) {
        return call(VssMethod.START_SNAPSHOT_SET, () -> {
            try {
                if (!machine.creation().begin(this)) {
                    return HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS;
                }
            } catch (IOException e) {
                LOG.log(ERROR, "No shadow copy can be made: " + e.getMessage(), e);
                return machine.storeFailures().codeOf(e);
            }
            setId.accept(copies.id());
            return HResult.S_OK;
        });
    }

    @Override
    protected int addToSnapshotSet(String volume, UUID providerId, Consumer<UUID> snapshotId) {
        return call(
                VssMethod.ADD_TO_SNAPSHOT_SET, () -> copies.add(volume, providerId, snapshotId), volume, providerId);
    }

    @Override
    protected int prepareForBackup(Consumer<AsyncServer> async) {
        return begin(VssMethod.PREPARE_FOR_BACKUP, async, begun -> tell(WriterEvent.PREPARE_BACKUP));
    }

    @Override
    protected int doSnapshotSet(Consumer<AsyncServer> async) {
        return begin(VssMethod.DO_SNAPSHOT_SET, async, begun -> makeSet(begun, context));
    }

    @Override
    protected int gatherWriterStatus(Consumer<AsyncServer> async) {
        return begin(VssMethod.GATHER_WRITER_STATUS, async, this::doNothing);
    }

    @Override
    protected int freeWriterStatus() {
        return call(VssMethod.FREE_WRITER_STATUS, () -> HResult.S_OK);
    }

    @Override
    protected int getSnapshotProperties(UUID snapshotId, Consumer<SnapshotProperties> properties) {
        return call(VssMethod.GET_SNAPSHOT_PROPERTIES, () -> copies.properties(snapshotId, properties), snapshotId);
    }

    @Override
    protected int backupComplete(Consumer<AsyncServer> async) {
        return begin(VssMethod.BACKUP_COMPLETE, async, begun -> tell(WriterEvent.BACKUP_COMPLETE));
    }

    @Override
    protected int abortBackup() {
        boolean aborts = isAbortDue();
        int result = call(VssMethod.ABORT_BACKUP, () -> {
            if (operation != null) {
                operation.stop();
            }
            giveUpCreation();
            return HResult.S_OK;
        });
        if (aborts && result == HResult.S_OK.value()) {
            tell(WriterEvent.ABORT);
        }
        return result;
    }

    private boolean isAbortDue() {
        lock.lock();
        try {
            return sequence.isAbortDue();
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected void released() {
        end();
        machine.objects().remove(this);
        tell(WriterEvent.BACKUP_SHUTDOWN);
    }

    /** Stops what runs, and removes the copies. */
    void end() {
        Thread last;
        lock.lock();
        try {
            if (operation != null) {
                operation.stop();
            }
            sequence.end();
            last = worker;
        } finally {
            lock.unlock();
        }
        join(last);
        copies.release();
        giveUpCreation();
    }

    /** Waits for a worker, but not for one whose call does not return: should it come back, it finds the copies gone. */
    private static void join(@Nullable Thread worker) {
        boolean interrupted = false;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (worker != null && worker.isAlive() && System.nanoTime() < end) {
            try {
                boolean unused = worker.join(Duration.ofNanos(end - System.nanoTime()));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveUpCreation() {
        machine.creation().end(this);
    }

    /** What a method does, given what goes wrong with this call of it, or null. */
    private interface Body {
        HResult run(@Nullable Fault fault);
    }

    /** Makes a call, unless a fault or the sequence is against it. */
    private int call(VssMethod method, Supplier<HResult> body, Object... arguments) {
        return make(method, fault -> body.get(), List.of(arguments));
    }

    private int make(VssMethod method, Body body, List<Object> arguments) {
        lock.lock();
        try {
            return machine.log().note(number, method, arguments, answer(method, body));
        } finally {
            lock.unlock();
        }
    }

    private HResult answer(VssMethod method, Body body) {
        Fault fault = machine.faults().ofNextCall(method);
        if (fault instanceof Fault.Returns returns) {
            return returns.code();
        }
        if (!sequence.allows(method)) {
            return HResult.VSS_E_BAD_STATE;
        }
        HResult result = result(method, body, fault);
        if (result.isSuccess()) {
            sequence.returned(method);
        }
        return result;
    }

    private HResult result(VssMethod method, Body body, @Nullable Fault fault) {
        try {
            return body.run(fault);
        } catch (UncheckedIOException e) {
            LOG.log(ERROR, method.microsoftName() + " failed", e);
            return machine.storeFailures().codeOf(e);
        }
    }

    /** The work of an operation, with its result; it ends early by an exception when the operation has ended. */
    private interface Work {
        HResult run(SimulatedAsync operation) throws IOException;
    }

    private HResult doNothing(SimulatedAsync unused) {
        return HResult.S_OK;
    }

    /** The work of an operation that fails as it was told to: its events came, those of DoSnapshotSet until the freeze. */
    private Work failing(VssMethod method, Fault.Fails fault) {
        return begun -> {
            if (method == VssMethod.PREPARE_FOR_BACKUP) {
                tell(WriterEvent.PREPARE_BACKUP);
            } else if (method == VssMethod.DO_SNAPSHOT_SET) {
                events.freeze(copies.volumes());
                tell(WriterEvent.ABORT);
            }
            return fault.error();
        };
    }

    /** The volumes are copied while the writers hold their writes. If that fails, the service itself has them give up. */
    private HResult makeSet(SimulatedAsync begun, SimulatedContext frozen) throws IOException {
        events.freeze(copies.volumes());
        boolean made = false;
        try {
            copies.freeze(begun, frozen, events.filesNotInSnapshot());
            made = true;
        } finally {
            if (!made) {
                tell(WriterEvent.ABORT);
            }
        }
        tell(WriterEvent.THAW);
        return tell(WriterEvent.POST_SNAPSHOT);
    }

    private HResult tell(WriterEvent event) {
        events.tell(event);
        return HResult.S_OK;
    }

    /** Makes a call that begins an operation. */
    private int begin(VssMethod method, Consumer<AsyncServer> async, Work work) {
        return make(
                method,
                fault -> {
                    SimulatedAsync begun = new SimulatedAsync(lock, fault, () -> sequence.failed(method));
                    // Taken here, not on the worker: the clock may be advanced before that runs.
                    Instant end = fault instanceof Fault.Hangs ? Instant.MAX : machine.end(method);
                    operation = begun;
                    worker = Thread.ofPlatform()
                            .daemon()
                            .name("vss4j-simulator-" + method.microsoftName())
                            .start(() -> run(
                                    method,
                                    begun,
                                    end,
                                    fault instanceof Fault.Fails fails ? failing(method, fails) : work));
                    if (method == VssMethod.GATHER_WRITER_METADATA) {
                        writers.ask();
                    }
                    async.accept(begun);
                    return HResult.S_OK;
                },
                List.of());
    }

    /** The life of an operation, on its worker. */
    private void run(VssMethod method, SimulatedAsync begun, Instant end, Work work) {
        begun.sleepUntil(end, machine.clock());
        HResult result = attempt(method, begun, work);
        boolean ended = result.isFailure()
                ? begun.fail(result, () -> sequence.failed(method))
                : begun.finish(() -> finished(method));
        if (method == VssMethod.DO_SNAPSHOT_SET && (result.isFailure() || !ended)) {
            copies.delete();
        }
    }

    private void finished(VssMethod method) {
        sequence.finished(method);
        writers.finished(method);
        if (method == VssMethod.DO_SNAPSHOT_SET) {
            giveUpCreation();
        }
    }

    /** Does the work, and says how it ended. */
    private HResult attempt(VssMethod method, SimulatedAsync begun, Work work) {
        try {
            begun.checkpoint();
            return work.run(begun);
        } catch (CancellationException e) {
            // The operation has ended already; this error reaches nobody.
            return HResult.E_FAIL;
        } catch (OutOfMemoryError e) {
            // Without a word, for which there may be no memory either.
            return HResult.E_OUTOFMEMORY;
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(ERROR, method.microsoftName() + " failed", e);
            return machine.storeFailures().codeOf(e);
        }
    }
}
