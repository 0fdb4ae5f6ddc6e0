package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.Shell;
import org.vss4j.testing.SymbolicLinks;

class ProcessLockTest {
    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("locked");
    }

    @Test
    void oneHolderAtATimeHasIt_alsoInOneProcess() throws IOException {
        ProcessLock lock = acquired(file);
        assertThat(ProcessLock.tryAcquire(file)).isNull();
        lock.close();
        ProcessLock next = acquired(file);
        // Repeated, it does not free what is another's by now.
        lock.close();
        assertThat(claims()).hasSize(1);
        next.close();
        assertThat(claims()).isEmpty();
    }

    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void itIsTheFiles_byWhateverPath() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        try (ProcessLock lock = acquired(real.resolve("locked"))) {
            assertThat(lock).isNotNull();
            // Before the file is opened a second time: closing it again would free the lock.
            assertThat(JvmClaim.tryMake(link.resolve("locked"))).isNull();
        }
        assertThat(claims()).isEmpty();
    }

    /** By the means of the JDK, who knows of no claims. */
    @Test
    void aFileThatSomebodyElseInThisJvmHasLocked_isNotFree() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock other = channel.lock()) {
            assertThat(other.isValid()).isTrue();
            assertThat(ProcessLock.tryAcquire(file)).isNull();
        }
        assertThat(claims()).isEmpty();
    }

    /** To open it for writing would wait for who reads it. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has no mkfifo")
    void aFifo_isNotWaitedFor() throws Exception {
        Shell.run(folder, "mkfifo locked");
        assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> ProcessLock.tryAcquire(file))
                        .withMessage(file + ": not a regular file: remove it"));
        assertThat(claims()).isEmpty();
    }

    @Test
    void whereThereIsNoFolder_nothingIsClaimed() throws IOException {
        Path missing = folder.resolve("missing").resolve("locked");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ProcessLock.tryAcquire(missing))
                .withMessage(missing + ": no such file or directory");
        Path taken = Files.createDirectory(file);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> ProcessLock.tryAcquire(taken));
        assertThat(claims()).isEmpty();
    }

    /** What an Error, as of the stack or of memory, keeps from being done. */
    @Test
    void anErrorWhileItIsWaitedFor_freesNothingAndKeepsNothing() throws IOException {
        try (ProcessLock lock = acquired(file)) {
            assertThat(lock).isNotNull();
            assertThatExceptionOfType(StackOverflowError.class)
                    .isThrownBy(() -> ProcessLock.acquire(file, () -> {
                        throw new StackOverflowError();
                    }));
            assertThat(ProcessLock.tryAcquire(file)).isNull();
        }
        assertThat(claims()).isEmpty();
    }

    @Test
    void anInterruptEndsTheWait() throws IOException {
        try (ProcessLock lock = acquired(file)) {
            assertThat(lock).isNotNull();
            assertThatExceptionOfType(InterruptedException.class)
                    .isThrownBy(() -> ProcessLock.acquire(file, Thread.currentThread()::interrupt));
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    void aClaimIsText() throws IOException {
        try (ProcessLock lock = acquired(file)) {
            assertThat(lock).isNotNull();
            assertThat(claims()).hasSize(1).allSatisfy((name, owner) -> {
                assertThat(name).isInstanceOf(String.class);
                assertThat(owner).isInstanceOf(String.class);
            });
        }
    }

    private static ProcessLock acquired(Path file) throws IOException {
        return Objects.requireNonNull(ProcessLock.tryAcquire(file), "it is not free");
    }

    /** Those of the file: other tests may have theirs. */
    private Map<Object, Object> claims() {
        Map<Object, Object> claims = new HashMap<>(System.getProperties());
        claims.keySet()
                .removeIf(name -> !name.toString().startsWith("vss4j.locked:")
                        || !name.toString().endsWith("/locked"));
        return claims;
    }
}
