package org.vss4j.requester;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vss4j.internal.com.StackRoom;

/** Turns in making snapshot sets with one service, of which it makes one at a time: in the order in which they are asked for. */
final class Turns {
    private final Semaphore turn = new Semaphore(1, true);

    /** What is done in a turn. */
    interface Body {
        BackupSession make() throws InterruptedException, TimeoutException;
    }

    /** Waits for a turn, until a deadline, and does something in it. */
    BackupSession take(Deadline deadline, Body body) throws InterruptedException, TimeoutException {
        StackRoom.toBegin();
        while (!turn.tryAcquire(deadline.nanosToWait(), TimeUnit.NANOSECONDS)) {
            if (deadline.isPast()) {
                throw deadline.isUp("The shadow copies are not begun: other sessions of this process make theirs");
            }
        }
        try {
            return body.make();
        } finally {
            turn.release();
        }
    }
}
