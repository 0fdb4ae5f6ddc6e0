package org.vss4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.testing.NothingLeftBehind;

/** Whoever watches the simulator copy is told of each file. */
@ExtendWith(NothingLeftBehind.class)
class FreezeObserverTest {
    @TempDir
    Path temporary;

    private void takeSnapshot(FreezeObserver observer) throws Exception {
        Path volume = Files.createDirectory(temporary.resolve("volume"));
        Files.write(volume.resolve("a"), new byte[600_000]);
        Files.write(Files.createDirectory(volume.resolve("folder")).resolve("b"), new byte[7]);
        try (VssSimulator simulator = VssSimulator.builder()
                        .volume(volume)
                        .state(temporary.resolve("state"))
                        .observer(observer)
                        .build();
                BackupSession session = simulator.vss().openBackup(BackupOptions.defaults())) {
            assertThat(session.takeSnapshot(List.of(volume))).hasSize(1);
        }
    }

    @Test
    void eachFileIsTold_andAllItsBytes() throws Exception {
        AtomicLong bytes = new AtomicLong();
        List<String> files = new CopyOnWriteArrayList<>();
        takeSnapshot(new FreezeObserver() {
            @Override
            public void copied(long chunk) {
                bytes.addAndGet(chunk);
            }

            @Override
            public void finished(Path file) {
                files.add(
                        temporary.resolve("volume").relativize(file).toString().replace('\\', '/'));
            }
        });
        assertThat(bytes).hasValue(600_007);
        assertThat(files).containsExactlyInAnyOrder("a", "folder/b");
    }

    @Test
    void whatItThrows_failsTheSnapshot() throws IOException {
        assertThatThrownBy(() -> takeSnapshot(new FreezeObserver() {
                    @Override
                    public void finished(Path file) {
                        throw new IllegalStateException("enough");
                    }
                }))
                .isInstanceOfSatisfying(
                        VssException.class,
                        e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR));
    }
}
