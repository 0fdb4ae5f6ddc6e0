package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vss4j.AsyncStatus;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.requester.Vss;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssMethod;
import org.vss4j.testing.Holds;

/** The whole way of a backup session, against any service. */
abstract class BackupWayContract extends BackupContract {
    /** Those of which nothing is left afterwards. */
    static List<SnapshotContext> contexts() {
        return Arrays.stream(SnapshotContext.values())
                .filter(context -> !context.isPersistent())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("contexts")
    @Holds({413, 414, 607})
    void aSnapshotShowsTheVolumeAsItWas(SnapshotContext context) throws Exception {
        Path nested = Files.createDirectories(volume.resolve("folder/\uD83D\uDE00"));
        Files.write(nested.resolve("large"), new byte[200_000]);
        Instant before = Instant.now().minusSeconds(5);
        try (BackupSession session = open(BackupOptions.defaults().withContext(context))) {
            ShadowCopy copy = session.takeSnapshot(List.of(volume)).getFirst();
            Files.writeString(volume.resolve("file"), "after");
            Files.writeString(volume.resolve("added"), "added");

            assertThat(copy.resolve(volume.resolve("file"))).hasContent("before");
            assertThat(copy.resolve(nested.resolve("large"))).hasSize(200_000);
            assertThat(copy.root().resolve("added")).doesNotExist();
            assertThat(copy.createdAt()).isBetween(before, Instant.now().plusSeconds(5));
            assertThat(copy.volume()).isEqualTo(volume);
            session.complete();
            assertThat(copy.root()).isDirectory();
        }
    }

    @Test
    void theCallsAreThoseThatVssAsksFor_withWriters() throws Exception {
        backUp();
        assertThat(calls())
                .containsExactly(
                        "CreateVssBackupComponents: S_OK",
                        "InitializeForBackup: S_OK",
                        "SetContext: S_OK",
                        "SetBackupState: S_OK",
                        "GatherWriterMetadata: S_OK",
                        "FreeWriterMetadata: S_OK",
                        "StartSnapshotSet: S_OK",
                        "AddToSnapshotSet: S_OK",
                        "PrepareForBackup: S_OK",
                        "GatherWriterStatus: S_OK",
                        "GetWriterStatusCount: S_OK",
                        "FreeWriterStatus: S_OK",
                        "DoSnapshotSet: S_OK",
                        "GatherWriterStatus: S_OK",
                        "GetWriterStatusCount: S_OK",
                        "FreeWriterStatus: S_OK",
                        "GetSnapshotProperties: S_OK",
                        "BackupComplete: S_OK",
                        "GatherWriterStatus: S_OK",
                        "GetWriterStatusCount: S_OK",
                        "FreeWriterStatus: S_OK");
    }

    @Test
    void theCallsAreThoseThatVssAsksFor_withoutWriters() throws Exception {
        backUp(WITHOUT_WRITERS);
        assertThat(calls())
                .containsExactly(
                        "CreateVssBackupComponents: S_OK",
                        "InitializeForBackup: S_OK",
                        "SetContext: S_OK",
                        "StartSnapshotSet: S_OK",
                        "AddToSnapshotSet: S_OK",
                        "DoSnapshotSet: S_OK",
                        "GetSnapshotProperties: S_OK");
    }

    @Test
    @Holds(401)
    void severalVolumesAreOneSet() throws Exception {
        try (BackupSession session = open(BackupOptions.defaults())) {
            List<ShadowCopy> copies = session.takeSnapshot(List.of(volume, other));
            assertThat(copies).extracting(ShadowCopy::volume).containsExactly(volume, other);
            assertThat(copies)
                    .extracting(ShadowCopy::setId)
                    .containsOnly(copies.getFirst().setId());
            assertThat(copies).extracting(ShadowCopy::id).doesNotHaveDuplicates();
            assertThat(copies.get(1).resolve(other.resolve("file"))).hasContent("other");
            session.complete();
        }
    }

    @Test
    @Holds(410)
    void sixtyFourVolumesAreOneSet_andNoMore() throws Exception {
        List<Path> volumes = new ArrayList<>();
        for (int i = 0; i < 65; i++) {
            volumes.add(Files.createDirectory(temporary.resolve("volume" + i)));
        }
        volumes.forEach(setup::volume);
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            session.steps().startSnapshotSet();
            for (Path each : volumes.subList(0, 64)) {
                session.steps().addToSnapshotSet(each);
            }
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.steps().addToSnapshotSet(volumes.get(64)))
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED));
            session.steps().doSnapshotSet().await();
            assertThat(session.shadowCopies()).hasSize(64);
        }
    }

    @Test
    @Holds(515)
    void theCopiesGoWithTheSession() throws Exception {
        Path root;
        try (BackupSession session = open(BackupOptions.defaults())) {
            root = session.takeSnapshot(List.of(volume)).getFirst().root();
            assertThat(root).exists();
        }
        assertThat(root).doesNotExist();
    }

    @Test
    @Holds({402, 404})
    void twoFinishedSetsLiveSideBySide_andTwoThatAreMadeDoNot() throws Exception {
        Vss vss = server().vss();
        try (BackupSession first = vss.openBackup(WITHOUT_WRITERS);
                BackupSession second = vss.openBackup(WITHOUT_WRITERS)) {
            first.steps().startSnapshotSet();
            assertThat(server().isSnapshotSetInProgress()).isTrue();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(second.steps()::startSnapshotSet)
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS));
            first.steps().addToSnapshotSet(volume);
            first.steps().doSnapshotSet().await();
            assertThat(second.takeSnapshot(List.of(volume))).hasSize(1);
            assertThat(first.shadowCopies()).hasSize(1);
        }
    }

    @Test
    @Holds({408, 412})
    void aVolumeThatCannotBeAdded_canBeDoneWithout() throws Exception {
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            session.steps().startSnapshotSet();
            session.steps().addToSnapshotSet(volume);
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.steps().addToSnapshotSet(temporary.resolve("none")))
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_OBJECT_NOT_FOUND));
            session.steps().doSnapshotSet().await();
            assertThat(session.shadowCopies()).hasSize(1);
        }
    }

    @Test
    void anOperationTakesItsTime() throws Exception {
        setup = new BackupSetup(temporary.resolve("store"), BackupSetup.Clock.STANDS_STILL)
                .volume(volume)
                .duration(VssMethod.DO_SNAPSHOT_SET, Duration.ofMinutes(3));
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            session.steps().startSnapshotSet();
            session.steps().addToSnapshotSet(volume);
            var operation = session.steps().doSnapshotSet();
            server().advance(Duration.ofMinutes(2));
            assertThat(operation.await(Duration.ofMillis(60))).isEqualTo(new AsyncStatus.Pending());
            server().advance(Duration.ofMinutes(1));
            assertThat(operation.await()).isEqualTo(new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED));
        }
    }

    @Test
    @Holds(1208)
    void aWriterStatusThatCannotBeGathered_doesNotFailTheBackup() throws Exception {
        setup.fault(VssMethod.GATHER_WRITER_STATUS, new Fault.Fails(HResult.of(0x80042318)));
        backUp();
        assertThat(calls().stream().filter(call -> call.startsWith("GatherWriterStatus")))
                .hasSize(6);
    }
}
