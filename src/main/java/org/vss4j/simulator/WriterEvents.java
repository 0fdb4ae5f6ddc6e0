package org.vss4j.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Tells the writers of one backup its events, one after the other; that they fail then fails nothing else. What a writer
 * does when it hears one is done without the lock of the backup, for it may use the service. Safe for use by many threads.
 */
final class WriterEvents {
    private final ReentrantLock lock;
    private final SimulatedWriters writers;
    private final Supplier<SimulatedContext> context;

    /**
     * The events of a backup.
     *
     * @param lock the lock of the backup, under which the others are asked
     * @param context the backup's; there are contexts in which no writer takes part
     */
    WriterEvents(ReentrantLock lock, SimulatedWriters writers, Supplier<SimulatedContext> context) {
        this.lock = lock;
        this.writers = writers;
        this.context = context;
    }

    /** Asks the writers what they have; one that fails then is not heard of again. */
    void identify() {
        List<WriterLife> found = new ArrayList<>(locked(writers::candidates));
        found.forEach(writer -> tell(writer, WriterEvent.IDENTIFY));
        found.removeIf(writer -> locked(() -> writer.failedAt(WriterEvent.IDENTIFY)));
        locked(() -> writers.identified(found));
    }

    /** Has the writers hold their writes, those that find all they need on the volumes of the set. */
    void freeze(SetVolumes set) {
        for (WriterLife writer : takingPart()) {
            tell(writer, WriterEvent.PREPARE_SNAPSHOT);
            locked(() -> writers.look(writer, set));
        }
        tell(WriterEvent.FREEZE);
    }

    /** Tells the writers of an event, if any take part. */
    void tell(WriterEvent event) {
        takingPart().forEach(writer -> tell(writer, event));
    }

    /** The files that the writers who take part want in no copy. */
    FilesNotInSnapshot filesNotInSnapshot() {
        return FilesNotInSnapshot.of(takingPart().stream().map(WriterLife::metadata));
    }

    private List<WriterLife> takingPart() {
        return locked(() -> context.get().hasWriters() ? writers.present() : List.<WriterLife>of());
    }

    private void tell(WriterLife writer, WriterEvent event) {
        if (locked(() -> writer.hears(event))) {
            WriterVeto reaction = writer.react(event);
            locked(() -> writer.heard(event, reaction));
        }
    }

    private void locked(Runnable body) {
        lock.lock();
        try {
            body.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }
}
