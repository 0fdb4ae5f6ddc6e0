package org.vss4j.simulator;

import static java.lang.System.Logger.Level.INFO;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.internal.access.Friends;
import org.vss4j.internal.com.ServiceParts;
import org.vss4j.internal.comserver.BackupServer;
import org.vss4j.internal.comserver.ServerExports;
import org.vss4j.internal.state.StateDirectory;
import org.vss4j.internal.trace.SessionLogger;
import org.vss4j.requester.Ledger;
import org.vss4j.requester.Vss;

/**
 * A Volume Shadow Copy Service in this process, on every system. What runs above it is the same as above the service of
 * Windows: the same calls through the same binary interface. The order of calls is enforced as Microsoft documents it,
 * operations take the time that they are told to take, and fail as they are told to fail.
 *
 * <p>A volume is a directory, whichever path leads to it, without the directories in it that are volumes too: those are
 * mounted there, and in its shadow copy they are empty. The shadow copy is a real copy in a state folder. A simulator has
 * one of its own, which goes when it is closed, so that simulators beside each other do not meet; or one that is
 * {@linkplain Builder#state named}, with a folder for each process: what a process that died left there is removed by the
 * next simulator that uses it.
 *
 * <p><b>Limits.</b>
 *
 * <ul>
 *   <li>The copy is not made in one instant. What is changed while it is being made is in it or not; what is changed after
 *       {@code DoSnapshotSet} has finished is not.
 *   <li>It takes the space of the volume's files, and what the process may not read is missing from it: see
 *       {@link #unreadable()}, and so is what would have too long a path in it. Owners, hard links, extended attributes
 *       and the set-user-id, set-group-id and sticky bits are not kept. It belongs to the process. On Linux nobody may
 *       write to what is in it, and its owner may read it all: the permissions that files had are on record, see
 *       {@link #permissions}; whom the system refuses nothing is found out, see {@link #changed()}. Elsewhere it has the
 *       permissions of the original, and a file by whose permissions its owner may not read it has to be made readable first.
 *   <li>Writers are what the builder is told: they say what they have and how they fare, and do what
 *       {@link SimulatedWriter#onEvent} says. By themselves they veto a set that lacks a volume with files of theirs, if a
 *       component was added, and {@linkplain #backupHistory() take note} of backups. They get the events of an operation when its duration is over. Their documents
 *       have the elements of the service's own, but not all of its attributes.
 *   <li>There is one provider, which can neither move nor mirror disks: contexts with TRANSPORTABLE or PLEX are refused with
 *       VSS_E_UNSUPPORTED_CONTEXT (0x8004231B).
 *   <li>Copies that are not persistent go when their session is released; in Windows it can take minutes. Queries of other
 *       processes do not find them. Persistent copies lie in the state folder until they are deleted, and all processes that
 *       use it have them.
 *   <li>Only one snapshot set is made at a time among all simulators of a state folder, whichever class loaders and
 *       processes they are in.
 *   <li>A pointer that was released is found out for some time, and not for ever.
 *   <li>A call into it needs some kilobytes more of stack than one into the service of Windows, since it comes back into Java.
 *       Where the stack overflows there, the JVM ends: it lets no error cross from Java into native code.
 * </ul>
 *
 * <p>Safe for use by many threads.
 *
 * <p>Long, for its builder has a method for all that can be set.
 */
public final class VssSimulator implements AutoCloseable {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.simulator");

    /** RPC_S_SERVER_UNAVAILABLE as an HRESULT: the answer of a service that has been stopped. */
    private static final HResult SERVER_UNAVAILABLE = HResult.of(0x800706BA);

    private final Machine machine;
    private final Closeable state;
    private final Vss vss;
    private volatile boolean closed;

    private VssSimulator(Machine machine, Closeable state, @Nullable Ledger ledger) {
        this.machine = machine;
        this.state = state;
        Vss withoutLedger = Friends.make(
                Vss.class,
                new ServiceParts(
                        ServerExports.of(this::create, this::isVolumeSnapshotted),
                        machine.volumes(),
                        machine::folderOf,
                        "simulator"));
        this.vss = ledger == null ? withoutLedger : withoutLedger.withLedger(ledger);
    }

    /**
     * A simulator with one volume, and a state folder of its own.
     *
     * @param volume a directory, or a file that then is all that is on its volume
     * @return the simulator; it has to be closed
     * @throws IOException if the volume is not there, or no temporary folder can be made
     */
    public static VssSimulator of(Path volume) throws IOException {
        return builder().volume(volume).build();
    }

    /**
     * A simulator that is still to be described.
     *
     * @return a builder without volumes
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The simulated service, which puts its copies on record in the state folder, unless the builder was told otherwise.
     *
     * @return the service, for as long as this simulator is open
     */
    public Vss vss() {
        return vss;
    }

    /**
     * Tells whether a snapshot set is being made: from StartSnapshotSet until its copies are made or it is given up.
     *
     * @return whether another session would be refused with VSS_E_SNAPSHOT_SET_IN_PROGRESS
     */
    public boolean isSnapshotSetInProgress() {
        return machine.creation().isUnderWay();
    }

    /**
     * The folder in which the files of a copy are. A device object has the form of Windows' and is no path, as there: whoever
     * wants to read takes {@link org.vss4j.requester.ShadowCopy#root}. This is for a test that has the name alone.
     *
     * @param deviceObject as {@link org.vss4j.requester.ShadowCopy#deviceObject} and the
     *     {@linkplain org.vss4j.requester.StoredCopy inventory} have it
     * @return the folder, empty if no copy has that device object
     * @throws UncheckedIOException if the state folder cannot be read
     */
    public Optional<Path> folderOf(String deviceObject) {
        return machine.folderOf(deviceObject);
    }

    /**
     * The permissions that a file or folder of a copy had on the volume. On Linux nobody may write to what is in a copy, and
     * its owner may read it; so a copy of the copy that is to be as the original asks here. Elsewhere copies have the
     * permissions of the original.
     *
     * @param frozen a path in a copy that a session of this simulator has made, and that is still there
     * @param mode its type and permissions in the copy, as {@code stat} has them
     * @return the permission bits, with those of set-user-id, set-group-id and sticky
     * @throws UncheckedIOException if the record of the copy cannot be read
     */
    public int permissions(Path frozen, int mode) {
        return machine.permissions(frozen, mode);
    }

    /**
     * What was changed in copies that are gone by now, as no program can on Windows: here the user root can. It is logged too.
     *
     * @return the first 1 000 paths, in the copies
     */
    public List<Path> changed() {
        return machine.changed().kept();
    }

    /**
     * What could not be read when volumes were copied, and so is missing from the copies.
     *
     * @return the first 1 000
     */
    public List<UnreadablePath> unreadable() {
        return machine.unreadable().kept();
    }

    /**
     * How much could not be read when volumes were copied.
     *
     * @return the number of files and folders
     */
    public long unreadableCount() {
        return machine.unreadable().count();
    }

    /**
     * What the file system of the state folder refused when a call failed for that. The call's HRESULT says of which kind it
     * was, as far as there is one: VSS_E_INSUFFICIENT_STORAGE (0x8004231F), or those of ERROR_WRITE_PROTECT (0x80070013),
     * ERROR_ACCESS_DENIED (0x80070005), ERROR_IO_DEVICE (0x8007045D) and ERROR_FILENAME_EXCED_RANGE (0x800700CE); else it is
     * VSS_E_UNEXPECTED_PROVIDER_ERROR (0x8004230F).
     *
     * @return the last failure; empty if there was none
     */
    public Optional<IOException> storeFailure() {
        return machine.storeFailures().last();
    }

    /**
     * What is left of persistent copies that were deleted through this simulator, since it could not be removed. Also when
     * the simulator is closed.
     *
     * @return what there is when this is called
     */
    public List<Leftover> leftovers() {
        return machine.persistent().leftovers();
    }

    /**
     * The records of persistent copies that could not be read when copies were asked for. Of these copies VSS gives no volume,
     * and when they were made is a guess.
     *
     * @return where they are, and why they could not be read
     */
    public List<UnreadablePath> unreadableRecords() {
        return machine.persistent().unreadableRecords();
    }

    /**
     * Of which backups the writers took note when they were told of the end: of those that they took for full or incremental
     * ones, and of the components that were {@code SetBackupSucceeded}. A writer takes a backup of a type that it does not
     * {@linkplain org.vss4j.requester.BackupType#isSupportedBy support} for a full one, a copy too.
     *
     * @return the first 10 000, one for each component, in their order
     */
    public List<HistoryEntry> backupHistory() {
        return machine.history().entries();
    }

    /**
     * The calls that the simulator got, for assertions on their order.
     *
     * @return the first 10 000
     */
    public List<VssCall> calls() {
        return machine.log().calls();
    }

    /**
     * Ends the simulator, as if the service was stopped: running operations are cancelled, and all copies are removed;
     * the persistent ones stay in a state folder that was named. No session can be opened any more, and no step be made in
     * those that are open. Does nothing when repeated.
     *
     * @throws UncheckedIOException if copies could not be removed; the next simulator tries again
     */
    @Override
    public void close() {
        closed = true;
        machine.objects().forEach(SimulatedBackup::end);
        try {
            state.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator's copies could not be removed", e);
        }
    }

    private int create(Consumer<BackupServer> out) {
        VssMethod method = VssMethod.CREATE_VSS_BACKUP_COMPONENTS;
        if (machine.faults().ofNextCall(method) instanceof Fault.Returns returns) {
            return ofNoSession(method, returns.code());
        }
        if (closed) {
            return ofNoSession(method, SERVER_UNAVAILABLE);
        }
        SimulatedBackup made = new SimulatedBackup(machine);
        out.accept(made);
        return machine.log().note(made.number(), method, List.of(), HResult.S_OK);
    }

    private int isVolumeSnapshotted(String volume, IntConsumer present) {
        VssMethod method = VssMethod.IS_VOLUME_SNAPSHOTTED;
        if (machine.faults().ofNextCall(method) instanceof Fault.Returns returns) {
            return ofNoSession(method, returns.code(), volume);
        }
        SimulatedVolume found = machine.volumes().find(volume);
        if (found == null) {
            return ofNoSession(method, HResult.VSS_E_OBJECT_NOT_FOUND, volume);
        }
        String name = found.name();
        present.accept(machine.copies().stream().anyMatch(copy -> name.equals(copy.originalVolume())) ? 1 : 0);
        return ofNoSession(method, HResult.S_OK, volume);
    }

    private int ofNoSession(VssMethod method, HResult result, Object... arguments) {
        return machine.log().note(0, method, List.of(arguments), result);
    }

    /** Whether it is open, its volumes, its state folder, and whether a snapshot set is being made. */
    @Override
    public String toString() {
        return "VssSimulator[" + (closed ? "closed" : isSnapshotSetInProgress() ? "making a snapshot set" : "open")
                + ", " + machine.volumes() + ", state " + machine.store() + "]";
    }

    /** Describes a simulator. Not safe for use by many threads. */
    public static final class Builder {
        private final List<Path> volumes = new ArrayList<>();
        private final List<Path> unsupported = new ArrayList<>();
        private final Map<VssMethod, Duration> durations = new EnumMap<>(VssMethod.class);
        private final Faults faults = new Faults();
        private final List<SimulatedWriter> writers = new ArrayList<>();
        private SimulatorClock clock = SimulatorClock.system();
        private @Nullable Path stateRoot;
        private boolean onRecord = true;
        private FreezeObserver observer = new FreezeObserver() {};

        private Builder() {}

        /**
         * Adds a volume. Two paths that lead to the same directory are one volume; a directory that lies in the
         * directory of another volume is mounted there.
         *
         * @param volume a directory; or a file, which is on the volume of its parent directory: with other files that are
         *     added, it is all that is there, unless a directory around it is a volume too
         * @return this
         */
        public Builder volume(Path volume) {
            volumes.add(volume);
            return this;
        }

        /**
         * Adds a volume of which no provider can make copies, as one with FAT on Windows: it can be in no snapshot set.
         *
         * @param volume a directory
         * @return this
         */
        public Builder unsupportedVolume(Path volume) {
            unsupported.add(volume);
            return this;
        }

        /**
         * Sets how long the operations of a method take, by the simulator's clock. The time in which a volume is really
         * copied comes on top of it.
         *
         * @param method a method that begins an operation
         * @param duration how long; at first it is zero
         * @return this
         * @throws IllegalArgumentException if the duration is negative, or the method begins no operation
         */
        public Builder duration(VssMethod method, Duration duration) {
            requireOperation(method, "takes no time that could be set");
            if (duration.isNegative()) {
                throw new IllegalArgumentException("The duration is negative: " + duration);
            }
            durations.put(method, duration);
            return this;
        }

        /**
         * Lets something go wrong whenever a method is called.
         *
         * @param method the method
         * @param fault what goes wrong
         * @return this
         * @throws IllegalArgumentException if the fault is an operation's, and the method begins none
         */
        public Builder fault(VssMethod method, Fault fault) {
            return fault(method, WhichCalls.all(), fault);
        }

        /**
         * Lets something go wrong in some of a method's calls. Where several faults are a call's, it is the last that was
         * added.
         *
         * @param method the method
         * @param calls in which calls
         * @param fault what goes wrong
         * @return this
         * @throws IllegalArgumentException if the fault is an operation's, and the method begins none
         */
        public Builder fault(VssMethod method, WhichCalls calls, Fault fault) {
            if (!(fault instanceof Fault.Returns)) {
                requireOperation(method, "has none that could go wrong");
            }
            faults.add(method, Objects.requireNonNull(calls), Objects.requireNonNull(fault));
            return this;
        }

        private static void requireOperation(VssMethod method, String consequence) {
            if (!method.beginsOperation()) {
                throw new IllegalArgumentException(
                        method.microsoftName() + " begins no operation, and so " + consequence);
            }
        }

        /**
         * Adds a writer. At first there is none.
         *
         * @param writer what it says of itself, and what goes wrong with it
         * @return this
         * @throws IllegalArgumentException if there is a writer with its instance id already
         */
        public Builder writer(SimulatedWriter writer) {
            UUID instanceId = writer.metadata().instanceId();
            if (writers.stream().anyMatch(other -> other.metadata().instanceId().equals(instanceId))) {
                throw new IllegalArgumentException("There is a writer with the instance id " + instanceId + " already");
            }
            writers.add(writer);
            return this;
        }

        /**
         * Sets the clock; at first it is the system's.
         *
         * @param newClock tells how long operations take
         * @return this
         */
        public Builder clock(SimulatorClock newClock) {
            clock = Objects.requireNonNull(newClock);
            return this;
        }

        /**
         * Has somebody watch the copying of volumes; at first nobody does.
         *
         * @param newObserver is told what has been copied
         * @return this
         */
        public Builder observer(FreezeObserver newObserver) {
            observer = Objects.requireNonNull(newObserver);
            return this;
        }

        /**
         * Sets the folder where copies lie, and which all simulators share that name it. At first the simulator has one of
         * its own in the system's temporary folder, which goes when it is closed, with the persistent copies in it.
         *
         * @param root a folder of our own; it is made with the first copy if it is missing
         * @return this
         */
        public Builder state(Path root) {
            stateRoot = root.toAbsolutePath().normalize();
            return this;
        }

        /**
         * Has the simulator's service put nothing on record, as {@link Vss#system} does: without a ledger no persistent copy
         * is made.
         *
         * @return this
         */
        public Builder withoutLedger() {
            onRecord = false;
            return this;
        }

        /**
         * Makes the simulator.
         *
         * @return the simulator; it has to be closed
         * @throws IOException if a volume is not there, the state folder cannot be read or is somebody else's, or no
         *     temporary folder can be made
         * @throws IllegalArgumentException if a volume is the state folder, or one of the folders in it
         * @throws IllegalCallerException if native access is denied; the message names the flag that gives it
         */
        public VssSimulator build() throws IOException {
            SimulatedVolumes found = SimulatedVolumes.of(volumes, unsupported);
            if (stateRoot != null) {
                return build(found, stateRoot, () -> {});
            }
            TemporaryState temporary = TemporaryState.make();
            return build(found, temporary.root(), temporary);
        }

        private VssSimulator build(SimulatedVolumes found, Path root, Closeable place) throws IOException {
            Closeable opened = place;
            try {
                StateDirectory state = StateDirectory.look(root, undone -> LOG.log(INFO, undone));
                opened = () -> close(state, place);
                found.requireOutside(state.root());
                Machine machine = new Machine(found, clock, durations, faults, Store.in(state), writers, observer);
                machine.persistent().sweep();
                return new VssSimulator(machine, opened, onRecord ? Friends.make(Ledger.class, state) : null);
            } catch (Throwable e) {
                opened.close();
                throw e;
            }
        }

        private static void close(StateDirectory state, Closeable place) throws IOException {
            try (place) {
                state.close();
            }
        }
    }
}
