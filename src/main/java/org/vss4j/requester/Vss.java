package org.vss4j.requester;

import static java.lang.System.Logger.Level.INFO;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.access.Friends;
import org.vss4j.internal.com.Apartment;
import org.vss4j.internal.com.ServiceDevices;
import org.vss4j.internal.com.ServiceParts;
import org.vss4j.internal.com.ServiceVolumes;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.trace.SessionLogger;
import org.vss4j.internal.windows.Elevation;
import org.vss4j.internal.windows.NativeAccess;
import org.vss4j.internal.windows.Platform;

/**
 * The Volume Shadow Copy Service: the system's own, that of another library with the same exports, or a simulator.
 * Safe for use by many threads.
 *
 * <p>The first session on Windows makes the process a member of COM's multi-threaded apartment, for as long as it lives,
 * and sets the process's COM security as a requester needs it, unless the program has set its own before.
 */
public final class Vss {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");
    private static final HResult ERROR_MOD_NOT_FOUND = HResult.of(0x8007007E);
    private static final HResult ERROR_PROC_NOT_FOUND = HResult.of(0x8007007F);

    static {
        Friends.let(Vss.class, ServiceParts.class, Vss::over);
    }

    /** Whose turn it is, with each service of this process that is no simulator; by its name. */
    private static final Map<String, Turns> TURNS = new ConcurrentHashMap<>();

    private final VssExports exports;
    private final ServiceVolumes volumes;
    private final ServiceDevices devices;

    private final String name;
    private final @Nullable Ledger ledger;

    /** Whose turn it is to make a snapshot set. */
    private final Turns turns;

    private Vss(ServiceParts parts, @Nullable Ledger ledger, Turns turns) {
        this.exports = parts.exports();
        this.volumes = parts.volumes();
        this.devices = parts.devices();
        this.name = parts.name();
        this.ledger = ledger;
        this.turns = turns;
    }

    /**
     * The system's service: {@code vssapi.dll} of the system directory, by its full path.
     *
     * @return the service
     * @throws UnsupportedOperationException on another system than Windows, or in a 32-bit JVM
     * @throws VssException if the library cannot be loaded
     * @throws IllegalCallerException if native access is denied; the message names the flag that gives it
     */
    public static Vss system() {
        if (!Platform.isWindows()) {
            throw new UnsupportedOperationException("The Volume Shadow Copy Service is part of Windows, and this is "
                    + System.getProperty("os.name") + ": use the simulator");
        }
        Platform.require64Bit();
        return load("system", "vssapi.dll of Windows", VssExports::system);
    }

    /**
     * The service of a library with the exports of {@code vssapi.dll}.
     *
     * @param library the file
     * @return the service
     * @throws VssException if the library cannot be loaded, or lacks an export; the message says which
     * @throws IllegalCallerException if native access is denied; the message names the flag that gives it
     */
    public static Vss load(Path library) {
        Path file = library.toAbsolutePath();
        return load(file.toString(), file.toString(), () -> VssExports.load(file));
    }

    /** The simulator's way to a service. */
    static Vss over(ServiceParts parts) {
        NativeAccess.require();
        return new Vss(parts, null, new Turns());
    }

    private interface Loading {
        VssExports load();
    }

    private static Vss load(String name, String library, Loading loading) {
        NativeAccess.require();
        try {
            ServiceParts parts = new ServiceParts(loading.load(), Volumes::of, device -> Optional.empty(), name);
            return new Vss(parts, null, TURNS.computeIfAbsent(name, service -> new Turns()));
        } catch (IllegalArgumentException e) {
            throw notLoaded(library, ERROR_MOD_NOT_FOUND, e);
        } catch (UnsatisfiedLinkError e) {
            throw notLoaded(library, ERROR_PROC_NOT_FOUND, e);
        }
    }

    private static VssException notLoaded(String library, HResult code, Throwable reason) {
        VssException failure = new VssException("Loading " + library, code, String.valueOf(reason.getMessage()));
        failure.initCause(reason);
        return failure;
    }

    /**
     * This service, with its shadow copies put on record.
     *
     * @param newLedger where; its owner closes it, after the sessions
     * @return the service
     */
    public Vss withLedger(Ledger newLedger) {
        return new Vss(new ServiceParts(exports, volumes, devices, name), newLedger, turns);
    }

    /**
     * How this service is called in a ledger.
     *
     * @return {@code system}, {@code simulator}, or the file of the library
     */
    public String name() {
        return name;
    }

    /**
     * Opens a backup session. It has to be closed.
     *
     * @param options how it is to be run
     * @return the session
     * @throws IllegalArgumentException if components are selected in a context in which no writer takes part
     * @throws VssException if VSS refuses: E_ACCESSDENIED (0x80070005) if the account is neither an administrator nor a
     *     backup operator, or the process is not elevated; service errors if the service cannot be started
     * @throws InterruptedException if the thread was interrupted: what VSS still gives is given back when it does
     * @throws TimeoutException if the session's time is up: what VSS still gives is given back when it does
     * @throws IllegalStateException on a thread in a single-threaded apartment of COM; if the context is a persistent one,
     *     and the service has no ledger
     */
    public BackupSession openBackup(BackupOptions options) throws InterruptedException, TimeoutException {
        return openBackup(options, this::rootOf);
    }

    /** A path to a device object, as the service has them or the system. */
    FrozenRoot rootOf(String deviceObject) {
        return devices.folderOf(deviceObject).map(FrozenRoot::at).orElseGet(() -> FrozenRoot.of(deviceObject));
    }

    /** Opens a session that reaches its device objects in a way of its own. */
    BackupSession openBackup(BackupOptions options, Function<String, FrozenRoot> roots)
            throws InterruptedException, TimeoutException {
        return openBackup(options, roots, new Deadline(options.timeout()));
    }

    private BackupSession openBackup(BackupOptions options, Function<String, FrozenRoot> roots, Deadline deadline)
            throws InterruptedException, TimeoutException {
        Apartment.requireMultiThreaded("A backup session");
        Inventory inventory = inventory();
        SetRecord setRecord = new SetRecord(ledger, name, options, inventory);
        SetProviders providers = new SetProviders(options, inventory::providersHere);
        CopyAccess access = new CopyAccess(roots, volumes);
        return new SessionOpening(
                        () -> explained(() -> BackupObject.forBackup(exports, options)),
                        options,
                        access,
                        setRecord,
                        providers,
                        deadline)
                .make();
    }

    /**
     * Opens a backup session and makes shadow copies of volumes, all of the same instant. If that fails, a policy decides
     * whether it is tried again, with a new session.
     *
     * <p>VSS makes one set at a time. Who calls this while others in the process have called it waits for his turn, in the
     * order of the calls, with no more done than that; it is the policy that waits for other processes, and for sessions
     * that make their steps themselves, and it keeps the turn meanwhile. So code that runs while a set is made, such as an
     * observer of a simulator, or a policy, must not wait for one.
     *
     * @param options how the session is to be run; the timeout is that of all attempts together, waiting and pauses included
     * @param snapshotVolumes the volumes' root directories; see {@link #volumeOf}
     * @param policy when to try again
     * @return the session, whose {@linkplain BackupSession#shadowCopies copies} are made; it has to be closed
     * @throws IllegalArgumentException if components are selected in a context in which no writer takes part, if there is
     *     no volume, or if one stands there twice
     * @throws VssException if the last attempt failed; if writers failed in it, a {@link WriterFailedException} is
     *     suppressed in it that names them all
     * @throws InterruptedException if the thread was interrupted: nothing is left of the attempt, but for what a call has that
     *     does not return: see {@link BackupSession#close}, and {@link Ledger#openSets}
     * @throws TimeoutException if the time is up: likewise
     */
    public BackupSession openSnapshot(BackupOptions options, Collection<Path> snapshotVolumes, RetryPolicy policy)
            throws InterruptedException, TimeoutException {
        return attempts(options, session -> session.takeSnapshot(snapshotVolumes), policy)
                .make();
    }

    /**
     * As {@link #openSnapshot(BackupOptions, Collection, RetryPolicy)}, of the {@linkplain BackupSession#volumes() volumes}
     * that what the options select needs.
     *
     * @param options how the session is to be run
     * @param policy when to try again
     * @return the session; it has to be closed
     * @throws IllegalArgumentException if nothing is selected that needs a volume
     * @throws VssException if the last attempt failed; if writers failed in it, a {@link WriterFailedException} is
     *     suppressed in it that names them all
     * @throws InterruptedException if the thread was interrupted: nothing is left of the attempt
     * @throws TimeoutException if the time is up: nothing is left of the attempt
     */
    public BackupSession openSnapshot(BackupOptions options, RetryPolicy policy)
            throws InterruptedException, TimeoutException {
        return attempts(options, BackupSession::takeSnapshot, policy).make();
    }

    /**
     * As {@link #openSnapshot(BackupOptions, Collection, RetryPolicy)}, by the policy that Microsoft documents.
     *
     * @param options how the session is to be run
     * @param snapshotVolumes the volumes' root directories
     * @return the session; it has to be closed
     * @throws VssException if the last attempt failed; if writers failed in it, a {@link WriterFailedException} is
     *     suppressed in it that names them all
     * @throws InterruptedException if the thread was interrupted: nothing is left of the attempt
     * @throws TimeoutException if the time is up: nothing is left of the attempt
     */
    public BackupSession openSnapshot(BackupOptions options, Collection<Path> snapshotVolumes)
            throws InterruptedException, TimeoutException {
        return openSnapshot(options, snapshotVolumes, RetryPolicy.documented());
    }

    /**
     * As {@link #openSnapshot(BackupOptions, Collection, RetryPolicy)}, while the caller does something else.
     *
     * <p>Cancelling the future ends the attempt, whatever it waits for, and nothing is left of it; so does completing it by
     * hand. That takes its time, and comes after the return of the cancel. Stages that are derived from it do not cancel.
     * An attempt has a platform thread of the library from its beginning to its end, also while it waits for its turn.
     *
     * @param options how the session is to be run; the timeout runs from now on
     * @param snapshotVolumes the volumes' root directories
     * @param policy when to try again; it is asked on a thread of the library
     * @return completes with the session, which has to be closed, or with what {@code openSnapshot} throws
     */
    public CompletableFuture<BackupSession> openSnapshotAsync(
            BackupOptions options, Collection<Path> snapshotVolumes, RetryPolicy policy) {
        List<Path> now = List.copyOf(snapshotVolumes);
        return PendingSnapshot.begin(attempts(options, session -> session.takeSnapshot(now), policy));
    }

    private Attempts attempts(BackupOptions options, Attempts.Taking taking, RetryPolicy policy) {
        return new Attempts(
                deadline -> openBackup(options, this::rootOf, deadline),
                turns,
                policy,
                taking,
                new Deadline(options.timeout()));
    }

    /**
     * What there is on this machine: shadow copies and providers.
     *
     * @return the inventory
     */
    public Inventory inventory() {
        return new Inventory(
                () -> explained(() -> BackupObject.forQueries(exports)),
                volume -> explained(() -> BackupObject.isVolumeSnapshotted(exports, volume)),
                name,
                ledger,
                BackupOptions.UNLIMITED,
                BackupObject.Force.UNFORCED);
    }

    /** Makes the first calls of something, in a process that is secured; says what is missing if they fail for that. */
    private static <T> T explained(Supplier<T> calls) {
        acceptSecurity(HResult.of(Apartment.initializeSecurity()));
        try {
            return calls.get();
        } catch (VssException e) {
            String reason = reason(e.hresult());
            if (reason == null) {
                throw e;
            }
            VssException clearer = new VssException(e.operation(), e.hresult(), reason);
            clearer.initCause(e);
            throw clearer;
        }
    }

    /** What a code means when a session is opened, if that is more than what it means everywhere; else null. */
    private static @Nullable String reason(HResult hresult) {
        if (hresult.equals(HResult.E_ACCESSDENIED) && Elevation.isMissing()) {
            return "this process is not elevated: run it as administrator, or as a member of Backup Operators";
        }
        if (hresult.equals(HResult.E_NOTIMPL)) {
            return "this system has a vssapi.dll, but no Volume Shadow Copy Service, as Wine: use the simulator";
        }
        return null;
    }

    /**
     * The volume that holds a file: where the path leads, and of volumes mounted in one another the innermost.
     *
     * @param file a path; it need not exist. On Windows what lies on a volume that has neither a drive nor a folder is named
     *     by the volume's own name, as <code>\\.\Volume{…}\file</code>
     * @return the volume's root directory, as {@link BackupSession#takeSnapshot(Collection)} takes it
     * @throws VssException if the system cannot tell; VSS_E_VOLUME_NOT_SUPPORTED (0x8004230C) if it is on a share;
     *     VSS_E_OBJECT_NOT_FOUND (0x80042308) if it is on none of a simulator's volumes
     */
    public Path volumeOf(Path file) {
        return volumes.holding(file.toAbsolutePath());
    }

    /** The service's name, and the ledger if it has one. */
    @Override
    public String toString() {
        return "Vss[" + name + (ledger == null ? ", without a ledger" : ", " + ledger) + "]";
    }

    /** Takes what CoInitializeSecurity returned: a process that has set its own security keeps it. */
    static void acceptSecurity(HResult result) {
        if (result.equals(HResult.RPC_E_TOO_LATE)) {
            LOG.log(INFO, "The process has set its COM security before: {0}", result);
        } else if (result.isFailure()) {
            throw new VssException("CoInitializeSecurity", result);
        }
    }
}
