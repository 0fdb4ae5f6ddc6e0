package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vss4j.testing.Eventually.eventually;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.DeletionReport;
import org.vss4j.requester.Inventory;
import org.vss4j.requester.ProviderChoice;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.requester.ShadowCopyProvider;
import org.vss4j.requester.SnapshotAttribute;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.requester.StoredCopy;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssMethod;
import org.vss4j.testing.Holds;

/** How long copies live, how they are found, and how they are deleted, against any service. */
abstract class CopiesContract extends BackupContract {
    static List<SnapshotContext> contexts() {
        return List.of(SnapshotContext.values());
    }

    @AfterEach
    void deleteAll() throws InterruptedException, TimeoutException {
        inventory().delete(CopyFilter.all());
    }

    Inventory inventory() {
        return server().vss().inventory();
    }

    private List<ShadowCopy> make(SnapshotContext context, List<Path> volumes) throws Exception {
        return make(BackupOptions.defaults().withContext(context), volumes);
    }

    private List<ShadowCopy> make(BackupOptions options, List<Path> volumes) throws Exception {
        try (BackupSession session = open(options)) {
            List<ShadowCopy> copies = session.takeSnapshot(volumes);
            session.complete();
            return copies;
        }
    }

    private List<UUID> found(CopyFilter filter) throws InterruptedException, TimeoutException {
        return inventory().copies(filter).stream().map(StoredCopy::id).toList();
    }

    @ParameterizedTest
    @MethodSource("contexts")
    @Holds({515, 901})
    void aCopyLivesAsLongAsItsContextSays(SnapshotContext context) throws Exception {
        UUID id;
        Path file;
        try (BackupSession session = open(BackupOptions.defaults().withContext(context))) {
            ShadowCopy copy = session.takeSnapshot(List.of(volume)).getFirst();
            session.complete();
            id = copy.id();
            file = copy.root().resolve("file");
            assertThat(file).hasContent("before");
            assertThat(found(CopyFilter.all())).containsExactly(id);
        }
        if (context.isPersistent()) {
            assertThat(found(CopyFilter.all())).containsExactly(id);
            assertThat(file).hasContent("before");
        } else {
            eventually("the copy is gone", () -> found(CopyFilter.all()).isEmpty());
            assertThat(file).doesNotExist();
        }
    }

    @Test
    @Holds({602, 603, 604, 606, 607})
    void aPersistentCopyIsDescribed() throws Exception {
        Instant before = Instant.now().minusSeconds(5);
        BackupOptions options = BackupOptions.defaults()
                .withContext(SnapshotContext.NAS_ROLLBACK)
                .withAttributes(Set.of(SnapshotAttribute.DIFFERENTIAL));
        List<ShadowCopy> made = make(options, List.of(volume, other));
        List<StoredCopy> stored = inventory().copies(CopyFilter.all());
        assertThat(stored).hasSize(2);
        for (ShadowCopy copy : made) {
            StoredCopy found =
                    inventory().copies(CopyFilter.all().withId(copy.id())).getFirst();
            assertThat(found.setId()).isEqualTo(copy.setId());
            assertThat(found.setSize()).isEqualTo(2);
            assertThat(inventory().volumeNames(copy.volume())).contains(found.volume());
            assertThat(found.attributes())
                    .containsAll(SnapshotContext.NAS_ROLLBACK.attributes())
                    .contains(SnapshotAttribute.DIFFERENTIAL)
                    .hasSize(SnapshotContext.NAS_ROLLBACK.attributes().size() + 1);
            assertThat(found.createdAt()).isBetween(before, Instant.now().plusSeconds(5));
            assertThat(server().folderOf(found.deviceObject()).resolve("file")).exists();
        }
    }

    @Test
    @Holds(704)
    void filtersNarrowDown() throws Exception {
        ShadowCopy first = make(SnapshotContext.NAS_ROLLBACK, List.of(volume)).getFirst();
        List<ShadowCopy> second = make(SnapshotContext.APP_ROLLBACK, List.of(volume, other));
        String name = inventory().volumeNames(volume).iterator().next();
        UUID ofVolume = second.getFirst().id();
        UUID ofOther = second.getLast().id();

        assertThat(found(CopyFilter.all())).containsExactlyInAnyOrder(first.id(), ofVolume, ofOther);
        assertThat(found(CopyFilter.all().withId(first.id()).withId(ofOther)))
                .containsExactlyInAnyOrder(first.id(), ofOther);
        assertThat(found(CopyFilter.all().withSet(second.getFirst().setId())))
                .containsExactlyInAnyOrder(ofVolume, ofOther);
        assertThat(found(CopyFilter.all().withVolume(name))).containsExactly(first.id(), ofVolume);
        assertThat(found(CopyFilter.all().withAttribute(SnapshotAttribute.NO_WRITERS)))
                .containsExactly(first.id());
        assertThat(found(CopyFilter.all().withCreatedBefore(first.createdAt()))).isEmpty();
        assertThat(found(CopyFilter.all().oldestOfVolume())).containsExactlyInAnyOrder(first.id(), ofOther);
    }

    @Test
    @Holds({801, 802, 807})
    void exactlyTheChosenCopiesAreDeleted() throws Exception {
        ShadowCopy first = make(SnapshotContext.NAS_ROLLBACK, List.of(volume)).getFirst();
        List<ShadowCopy> second = make(SnapshotContext.APP_ROLLBACK, List.of(volume, other));
        UUID unknown = UUID.randomUUID();

        DeletionReport report = inventory()
                .delete(CopyFilter.all().withId(second.getFirst().id()).withId(unknown));
        assertThat(report.deleted())
                .extracting(StoredCopy::id)
                .containsExactly(second.getFirst().id());
        assertThat(report.notDeleted()).isEmpty();
        assertThat(report.notFound()).containsExactly(unknown);
        assertThat(report.isComplete()).isFalse();
        assertThat(second.getFirst().root()).doesNotExist();
        assertThat(found(CopyFilter.all()))
                .containsExactlyInAnyOrder(first.id(), second.getLast().id());

        UUID set = second.getLast().setId();
        DeletionReport rest = inventory().delete(CopyFilter.all().withSet(set));
        assertThat(rest.deleted())
                .extracting(StoredCopy::id)
                .containsExactly(second.getLast().id());
        assertThat(rest.isComplete()).isTrue();
        assertThat(found(CopyFilter.all())).containsExactly(first.id());
    }

    @Test
    void withoutALedger_copiesAreDeletedAsWell() throws Exception {
        setup.withoutLedger();
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            ShadowCopy copy = session.takeSnapshot(List.of(volume)).getFirst();
            DeletionReport report = inventory().delete(CopyFilter.all().withId(copy.id()));
            assertThat(report.deleted()).extracting(StoredCopy::id).containsExactly(copy.id());
            assertThat(report.isComplete()).isTrue();
            assertThat(found(CopyFilter.all())).isEmpty();
        }
    }

    @Test
    void deletingWhatIsNotThere_saysSo() throws Exception {
        UUID unknown = UUID.randomUUID();
        DeletionReport report = inventory().delete(CopyFilter.all().withSet(unknown));
        assertThat(report)
                .isEqualTo(new DeletionReport(List.of(), List.of(), Set.of(unknown), Map.of(), Optional.empty()));
    }

    /** There is no enumeration then. */
    @Test
    @Holds(706)
    void aQueryThatFindsNothing_mayBeSFalse() throws Exception {
        setup.fault(VssMethod.QUERY, new Fault.Returns(HResult.of(1)));
        assertThat(inventory().copies(CopyFilter.all())).isEmpty();
    }

    /** The names of the services' providers differ, and so does what is chosen. */
    @Test
    @Holds({405, 406})
    void theProviderThatIsChosen_makesTheCopies_andOneThatIsNotThereNone() throws Exception {
        ShadowCopyProvider present = inventory().providers().getFirst();
        for (ProviderChoice choice : List.of(
                ProviderChoice.any(),
                ProviderChoice.withId(present.id()),
                ProviderChoice.named(present.name().toUpperCase(Locale.ROOT)),
                ProviderChoice.ofType(present.type()))) {
            try (BackupSession session = open(WITHOUT_WRITERS.withProvider(choice))) {
                assertThat(session.takeSnapshot(List.of(volume)).getFirst().providerId())
                        .as("%s", choice)
                        .isEqualTo(present.id());
            }
        }
        UUID absent = UUID.randomUUID();
        assertNoProvider(WITHOUT_WRITERS.withProvider(ProviderChoice.withId(absent)), "AddToSnapshotSet", "");
        String there = present.name() + " (" + present.id();
        assertNoProvider(
                WITHOUT_WRITERS.withProvider(ProviderChoice.named("Nobody")),
                "StartSnapshotSet",
                "not called, for there is no provider named Nobody: there are " + there);
        assertNoProvider(
                WITHOUT_WRITERS.withProvider(ProviderChoice.ofType(ShadowCopyProvider.Type.HARDWARE)),
                "StartSnapshotSet",
                "not called, for there is no provider of the type HARDWARE: there are " + there);
    }

    private void assertNoProvider(BackupOptions options, String operation, String message) throws Exception {
        try (BackupSession session = open(options)) {
            assertThatThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .hasMessageContaining(message)
                    .isInstanceOfSatisfying(VssException.class, e -> {
                        assertThat(e.operation()).isEqualTo(operation);
                        assertThat(e.hresult()).isEqualTo(HResult.of(0x80042304));
                    });
        }
        assertThat(server().isSnapshotSetInProgress()).isFalse();
    }

    @Test
    @Holds({405, 406})
    void aProviderIsChosenForOneVolume() throws Exception {
        UUID present = inventory().providers().getFirst().id();
        UUID absent = UUID.randomUUID();
        BackupOptions options = WITHOUT_WRITERS
                .withProvider(ProviderChoice.withId(absent))
                .withProvider(volume.resolve("..").resolve(volume.getFileName()), ProviderChoice.withId(present));
        try (BackupSession session = open(options)) {
            session.steps().startSnapshotSet();
            session.steps().addToSnapshotSet(volume);
            assertThatThrownBy(() -> session.steps().addToSnapshotSet(other))
                    .isInstanceOfSatisfying(
                            VssException.class, e -> assertThat(e.hresult()).isEqualTo(HResult.of(0x80042304)));
            session.steps().doSnapshotSet().await();
            assertThat(session.shadowCopies())
                    .extracting(ShadowCopy::providerId)
                    .containsExactly(present);
        }
    }

    @Test
    @Holds({708, 1608})
    void theProviderIsFound() throws Exception {
        assertThat(inventory().providers()).hasSize(1).allSatisfy(provider -> {
            assertThat(provider.name()).isNotEmpty();
            assertThat(provider.type()).isEqualTo(ShadowCopyProvider.Type.SOFTWARE);
            assertThat(provider.version()).isEqualTo("1.0");
        });
    }

    @Test
    @Holds({709, 710})
    void aVolumeCanBeLookedAtBefore() throws Exception {
        assertThat(inventory().isSupported(volume)).isTrue();
        assertThat(inventory().isSnapshotted(volume)).isFalse();
        make(SnapshotContext.NAS_ROLLBACK, List.of(volume));
        assertThat(inventory().isSnapshotted(volume)).isTrue();
        assertThat(inventory().isSnapshotted(other)).isFalse();
        assertThatThrownBy(() -> inventory().isSupported(temporary.resolve("none")))
                .isInstanceOfSatisfying(
                        VssException.class, e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_OBJECT_NOT_FOUND));
    }

    @Test
    @Holds({707, 1607, 1611})
    void fiveHundredAndTwelveCopies_areListedInOneCall() throws Exception {
        int mostOfASet = 64;
        List<Path> volumes = new ArrayList<>(List.of(volume, other));
        while (volumes.size() < mostOfASet) {
            Path another = Files.createDirectory(temporary.resolve("volume " + volumes.size()));
            setup.volume(another);
            volumes.add(another);
        }
        List<UUID> made = new ArrayList<>();
        while (made.size() < 512) {
            make(SnapshotContext.NAS_ROLLBACK, volumes).forEach(copy -> made.add(copy.id()));
        }
        assertThat(found(CopyFilter.all())).hasSize(512).containsExactlyInAnyOrderElementsOf(made);
        assertThat(server().leftovers()).isEmpty();
        Files.writeString(volume.resolve("file"), "after");
        assertThat(inventory().delete(CopyFilter.all()).deleted()).hasSize(512);
    }
}
