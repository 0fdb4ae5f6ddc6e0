package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.vss4j.internal.posix.Posix;

/** The {@link Disk} that waits for nothing. */
final class UnforcedDisk implements Disk {

    @Override
    public void forceTree(Path tree, Runnable checkpoint) {
        // The system writes it when it likes.
    }

    @Override
    public void forceNames(Path folder) {
        // The system writes them when it likes.
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        if (Posix.reaches(from)) {
            SyncedDisk.rename(from, to);
        } else {
            Files.move(from, to);
        }
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
