package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.writer.BackupSchema;
import org.vss4j.writer.ComponentDependency;
import org.vss4j.writer.ComponentType;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.RestoreMethod;
import org.vss4j.writer.SourceType;
import org.vss4j.writer.UsageType;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;
import org.vss4j.writer.WriterRestore;

/** Whatever writers say is read as they said it, from the simulator and from the service in C, and nothing is left. */
@Tag(NativeServer.TAG)
class WriterMetadataProperties {
    private static final int MOST = 4;
    private static final String[] LETTERS = {
        "a", "B", "\\", "\"", "&", "<", "\u00e9", "\u4e2d", "\ud83d\ude00", " ", "%"
    };

    private Path store = Path.of("");

    @BeforeProperty
    void makeStore() throws IOException {
        store = Files.createTempDirectory("vss4j-writers-").toRealPath();
    }

    @AfterProperty
    void removeStore() throws IOException {
        FileTrees.delete(store);
    }

    @AfterTry
    void nothingIsLeft() {
        NothingLeftBehind.check();
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    @Holds({1008, 1009, 1010, 1012, 1609, 1610, 1611})
    void whatWritersSay_isReadAsTheySaidIt(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        List<WriterMetadata> writers = list(random, () -> writer(random));
        BackupSetup setup = new BackupSetup(store, BackupSetup.Clock.RUNS);
        writers.forEach(writer -> setup.writer(SimulatedWriter.of(writer)));
        try (BackupTestServer simulator = new SimulatorBackupServer(setup)) {
            assertThat(read(simulator)).isEqualTo(writers);
            assertThat(simulator.leftovers()).isEmpty();
        }
        try (BackupTestServer library = CBackupServer.open(setup)) {
            assertThat(read(library)).isEqualTo(writers);
            assertThat(library.leftovers()).isEmpty();
        }
    }

    private static List<WriterMetadata> read(BackupTestServer server) throws Exception {
        try (BackupSession session = server.vss().openBackup(BackupOptions.defaults())) {
            return session.writers();
        }
    }

    private static WriterMetadata writer(Random random) {
        return new WriterMetadata(
                id(random),
                id(random),
                text(random),
                text(random),
                any(random, UsageType.values()),
                any(random, SourceType.values()),
                new WriterMetadata.Version(random.nextInt(), random.nextInt()),
                new BackupSchema(random.nextInt()),
                random.nextBoolean() ? Optional.of(restoreMethod(random)) : Optional.empty(),
                list(random, () -> component(random)),
                list(random, () -> files(random)),
                list(random, () -> files(random)));
    }

    private static RestoreMethod restoreMethod(Random random) {
        return new RestoreMethod(
                any(random, RestoreMethod.Type.values()),
                text(random),
                text(random),
                any(random, WriterRestore.values()),
                random.nextBoolean(),
                list(random, () -> files(random)));
    }

    private static WriterComponent component(Random random) {
        Set<WriterComponent.Attribute> attributes = EnumSet.noneOf(WriterComponent.Attribute.class);
        for (WriterComponent.Attribute attribute : WriterComponent.Attribute.values()) {
            if (random.nextBoolean()) {
                attributes.add(attribute);
            }
        }
        return new WriterComponent(
                any(random, ComponentType.values()),
                text(random),
                text(random),
                text(random),
                attributes,
                random.nextInt(),
                list(random, () -> files(random)),
                list(random, () -> files(random)),
                list(random, () -> files(random)),
                list(random, () -> new ComponentDependency(id(random), text(random), text(random))));
    }

    private static FileSet files(Random random) {
        return new FileSet(text(random), text(random), random.nextBoolean(), text(random), random.nextInt());
    }

    private static UUID id(Random random) {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static <T> List<T> list(Random random, Supplier<T> item) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(MOST); i > 0; i--) {
            list.add(item.get());
        }
        return list;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(MOST); i > 0; i--) {
            text.append(any(random, LETTERS));
        }
        return text.toString();
    }
}
