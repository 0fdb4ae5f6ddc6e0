package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.Shell;
import org.vss4j.testing.SymbolicLinks;

class ProcessLockTest {
    private static final String LINUX = "Only Linux has locks of an opening";

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("locked");
    }

    @Test
    void aLockThatHasToBeThere_isNotMade() {
        Path none = folder.resolve("none");
        assertThatIOException().isThrownBy(() -> ProcessLock.tryAcquirePresent(none));
        assertThat(none).doesNotExist();
    }

    @Test
    void oneHolderAtATimeHasIt_alsoInOneProcess() throws IOException {
        ProcessLock lock = acquired(file);
        assertThat(ProcessLock.tryAcquire(file)).isNull();
        lock.close();
        ProcessLock next = acquired(file);
        // Repeated, it does not free what is another's by now.
        lock.close();
        assertThat(ProcessLock.tryAcquire(file)).isNull();
        next.close();
        acquired(file).close();
    }

    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void itIsTheFiles_byWhateverPath() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        try (ProcessLock lock = acquired(real.resolve("locked"))) {
            assertThat(lock).isNotNull();
            assertThat(ProcessLock.tryAcquire(link.resolve("locked"))).isNull();
        }
    }

    /** By the means of the JDK. */
    @Test
    void aFileThatSomebodyElseInThisJvmHasLocked_isNotFree() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock other = channel.lock()) {
            assertThat(other.isValid()).isTrue();
            assertThat(ProcessLock.tryAcquire(file)).isNull();
        }
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
    }

    @Test
    void whereThereIsNoFolder_orAFolder_thereIsNoLock() throws IOException {
        Path missing = folder.resolve("missing").resolve("locked");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ProcessLock.tryAcquire(missing))
                .withMessage(missing + ": no such file or directory");
        Path taken = Files.createDirectory(file);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> ProcessLock.tryAcquire(taken));
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

    /** As frameworks for tests do it around what they run. */
    @Test
    void systemPropertiesThatAreRestored_neitherFreeItNorKeepIt() throws IOException {
        Properties before = System.getProperties();
        try {
            ProcessLock lock = acquired(file);
            Properties whileHeld = (Properties) System.getProperties().clone();
            System.setProperties((Properties) before.clone());
            assertThat(ProcessLock.tryAcquire(file)).as("while it is held").isNull();
            lock.close();
            System.setProperties(whileHeld);
            ProcessLock next = ProcessLock.tryAcquire(file);
            assertThat(next).as("when it is free").isNotNull();
            Objects.requireNonNull(next).close();
        } finally {
            System.setProperties(before);
        }
    }

    @Test
    @EnabledIf(value = "org.vss4j.internal.posix.Posix#isAvailable", disabledReason = LINUX)
    void anotherChannelOfTheFileThatIsClosed_doesNotFreeIt() throws IOException {
        try (ProcessLock lock = acquired(file)) {
            assertThat(lock).isNotNull();
            FileChannel.open(file, StandardOpenOption.WRITE).close();
            assertThat(ProcessLock.tryAcquire(file)).isNull();
            // As another process sees it.
            assertThat(ProcessLock.ofProcess(file)).isNull();
        }
    }

    @Test
    @EnabledIf(value = "org.vss4j.internal.posix.Posix#isAvailable", disabledReason = LINUX)
    void whereTheLockIsTheProcesss_whoMeetsItDoesNotFreeIt() throws IOException {
        ProcessLock lock = Objects.requireNonNull(ProcessLock.ofProcess(file));
        assertThat(ProcessLock.ofProcess(file)).isNull();
        assertThat(ProcessLock.ofProcess(file)).isNull();
        // As another process sees it.
        assertThat(ProcessLock.tryAcquire(file)).isNull();
        lock.close();
        Objects.requireNonNull(ProcessLock.ofProcess(file)).close();
        acquired(file).close();
    }

    private static ProcessLock acquired(Path file) throws IOException {
        return Objects.requireNonNull(ProcessLock.tryAcquire(file), "it is not free");
    }
}
