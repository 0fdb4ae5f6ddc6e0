package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.simulator.VssMethod.ABORT_BACKUP;
import static org.vss4j.simulator.VssMethod.BACKUP_COMPLETE;
import static org.vss4j.simulator.VssMethod.DO_SNAPSHOT_SET;
import static org.vss4j.simulator.VssMethod.FREE_WRITER_METADATA;
import static org.vss4j.simulator.VssMethod.FREE_WRITER_STATUS;
import static org.vss4j.simulator.VssMethod.GATHER_WRITER_METADATA;
import static org.vss4j.simulator.VssMethod.GATHER_WRITER_STATUS;
import static org.vss4j.simulator.VssMethod.PREPARE_FOR_BACKUP;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.HResult;
import org.vss4j.contract.RawWriters.Call;
import org.vss4j.internal.com.VssExports;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.RawSimulator;
import org.vss4j.simulator.VssMethod;
import org.vss4j.testing.NativeServer;

/**
 * What the suites for single calls share: two objects of a service whose clock stands still, to which steps are done, and
 * the ways to each station of a session. Where no other is named, a step is done to the first object.
 */
abstract class CallContract {
    static final String BAD_STATE = "VSS_E_BAD_STATE";
    static final String NOT_FOUND = "VSS_E_OBJECT_NOT_FOUND";
    static final String INVALID = "E_INVALIDARG";
    static final String FINISHED = "[S_OK VSS_S_ASYNC_FINISHED]";

    static final int FIRST = 0;
    static final int SECOND = 1;
    static final int WITHOUT_WRITERS = 0x10;
    static final int PERSISTENT = 0x19;
    static final int EVERY_CONTEXT = -1;
    static final int OBJECT_SNAPSHOT = 3;

    static final RawStep INITIALIZE = initialize(FIRST);
    static final RawStep SELECT = of(Call.SELECT_COMPONENTS, 0);
    static final RawStep GATHER = new RawStep.Begin(FIRST, GATHER_WRITER_METADATA);
    static final RawStep METADATA = of(Call.METADATA, 0);
    static final RawStep ADD_COMPONENT = of(Call.ADD_COMPONENT, 0);
    static final RawStep STAMP = of(Call.SET_PREVIOUS_BACKUP_STAMP, 0);
    static final RawStep OPTIONS = of(Call.SET_BACKUP_OPTIONS, 0);
    static final RawStep COMPONENTS = of(Call.COMPONENTS, 0);
    static final RawStep FREE_METADATA = new RawStep.Call(FIRST, FREE_WRITER_METADATA);
    static final RawStep START = start(FIRST);
    static final RawStep ADD = add(FIRST, RawStep.Volume.FIRST);
    static final RawStep ADD_SECOND = add(FIRST, RawStep.Volume.SECOND);
    static final RawStep PREPARE = new RawStep.Begin(FIRST, PREPARE_FOR_BACKUP);
    static final RawStep STATUS = new RawStep.Begin(FIRST, GATHER_WRITER_STATUS);
    static final RawStep STATUSES = of(Call.STATUSES, 0);
    static final RawStep FREE_STATUS = new RawStep.Call(FIRST, FREE_WRITER_STATUS);
    static final RawStep MAKE = new RawStep.Begin(FIRST, DO_SNAPSHOT_SET);
    static final RawStep PROPERTIES = new RawStep.GetSnapshotProperties(FIRST, RawStep.Copy.FIRST);
    static final RawStep QUERY = query(FIRST);
    static final RawStep DELETE = new RawStep.DeleteSnapshots(FIRST, RawStep.Copy.FIRST, OBJECT_SNAPSHOT);
    static final RawStep SUCCEEDED = of(Call.SET_BACKUP_SUCCEEDED, 0);
    static final RawStep SAVE = of(Call.SAVE_AS_XML, 0);
    static final RawStep COMPLETE = new RawStep.Begin(FIRST, BACKUP_COMPLETE);
    static final RawStep ABORT = new RawStep.Call(FIRST, ABORT_BACKUP);
    static final RawStep PASS = new RawStep.LetTimePass();
    static final RawStep CANCEL = new RawStep.Ask(0, RawStep.AsyncMethod.CANCEL);
    static final RawStep ASK = new RawStep.Ask(0, RawStep.AsyncMethod.QUERY_STATUS);

    /** All steps of a session. */
    static final List<RawStep> STEPS = List.of(
            context(0),
            SELECT,
            GATHER,
            METADATA,
            of(Call.ENABLE_CLASS, 0),
            of(Call.DISABLE_CLASS, 0),
            of(Call.DISABLE_INSTANCE, 0),
            ADD_COMPONENT,
            STAMP,
            COMPONENTS,
            FREE_METADATA,
            START,
            ADD,
            PREPARE,
            STATUS,
            STATUSES,
            FREE_STATUS,
            MAKE,
            SUCCEEDED,
            SAVE,
            COMPLETE);

    /** What asks for copies, or deletes them. */
    static final List<RawStep> QUESTIONS = List.of(PROPERTIES, QUERY, DELETE);

    private static final Duration DURATION = Duration.ofSeconds(1);

    @TempDir
    Path temporary;

    Path store;
    BackupSetup setup;

    private final List<CBackupServer> libraries = new ArrayList<>();
    private @Nullable RawSession session;

    /** Two objects of the service that is to be tested, by {@link #ofSimulator} or {@link #inC}. */
    abstract RawSession open(BackupSetup machine);

    static RawSession ofSimulator(BackupSetup machine) {
        RawSimulator simulator = new RawSimulator(
                machine.volumes,
                machine.unsupported,
                machine.durations,
                Map.of(),
                Objects.requireNonNull(machine.store),
                machine.writers);
        machine.faults.forEach(planned -> simulator.fault(planned.method(), planned.calls(), planned.fault()));
        return new RawSession(
                simulator.exports(), machine.volumes, Set.of(), simulator::folderOf, () -> simulator.advance(DURATION));
    }

    final RawSession inC(BackupSetup machine) {
        CBackupServer library = CBackupServer.open(machine);
        libraries.add(library);
        return new RawSession(
                VssExports.load(NativeServer.file()),
                machine.volumes,
                Set.of(),
                Path::of,
                () -> library.advance(DURATION));
    }

    @BeforeEach
    void makeVolumes() throws IOException {
        store = Files.createDirectory(temporary.resolve("store"));
        setup = new BackupSetup(store, BackupSetup.Clock.STANDS_STILL);
        for (String name : List.of("first", "second")) {
            Path volume = Files.createDirectory(temporary.resolve(name));
            Files.writeString(volume.resolve("file"), name);
            setup.volume(volume);
        }
        setup.unsupportedVolume(Files.createDirectory(temporary.resolve(RawSession.UNSUPPORTED)));
        for (VssMethod method : VssMethod.values()) {
            if (method.beginsOperation()) {
                setup.duration(method, DURATION);
            }
        }
        RawWriters.WRITERS.forEach(setup::writer);
    }

    @AfterEach
    void close() {
        if (session != null) {
            session.close();
        }
        libraries.forEach(CBackupServer::close);
    }

    static RawStep initialize(int object) {
        return new RawStep.InitializeForBackup(object, RawStep.Xml.NULL);
    }

    static RawStep context(int value) {
        return new RawStep.SetContext(FIRST, value);
    }

    static RawStep of(Call call, int number) {
        return new RawStep.OfWriters(FIRST, call, number);
    }

    static RawStep start(int object) {
        return new RawStep.StartSnapshotSet(object, RawStep.Out.GIVEN);
    }

    static RawStep add(int object, RawStep.Volume volume) {
        return new RawStep.AddToSnapshotSet(object, volume, RawStep.Provider.ANY, RawStep.Out.GIVEN);
    }

    static RawStep query(int object) {
        return new RawStep.Query(object, 1, OBJECT_SNAPSHOT);
    }

    /** Does a step, and says what the service answers. */
    final String say(RawStep step) {
        if (session == null) {
            session = open(setup);
        }
        return session.perform(step);
    }

    /** Does steps of which none may be refused. */
    final void go(RawStep... steps) {
        Arrays.stream(steps)
                .forEach(step -> assertThat(say(step)).as("%s", step).doesNotContainPattern("\\b(VSS_)?E_"));
    }

    /** Does steps that have to be refused with a code, one by one. */
    final void refused(String code, RawStep... steps) {
        Arrays.stream(steps)
                .forEach(step -> assertThat(say(step)).as("%s", step).containsPattern("(^|: )" + code + "(: |$)"));
    }

    final void refused(String code, List<RawStep> steps) {
        refused(code, steps.toArray(RawStep[]::new));
    }

    /** A new object in the place of the first. */
    final void renew() {
        say(new RawStep.Renew(FIRST));
    }

    final void gathered() {
        go(INITIALIZE, SELECT, GATHER, PASS);
    }

    final void open() {
        gathered();
        go(START, ADD);
    }

    final void prepared() {
        open();
        go(PREPARE, PASS);
    }

    final void made() {
        prepared();
        go(MAKE, PASS);
    }

    final void completed() {
        made();
        go(COMPLETE, PASS);
    }

    final void openInContext(int context) {
        go(INITIALIZE, context(context), START, ADD);
    }

    final void madeInContext(int context) {
        openInContext(context);
        go(MAKE, PASS);
    }

    final void fails(VssMethod method) {
        setup.fault(method, new Fault.Fails(HResult.VSS_E_PROVIDER_VETO));
    }

    final String nameOfFirstVolume() {
        return setup.volumes.getFirst() + File.separator;
    }
}
