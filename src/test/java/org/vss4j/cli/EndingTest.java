package org.vss4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.vss4j.cli.Ending.Silence;
import org.vss4j.internal.files.Removals;

/** How long a command that is to stop is waited for: counted in looks at it, each of which calls what it is given. */
class EndingTest {
    /** More than a command that does nothing gets, and fewer than one that removes something. */
    private static final int MANY_LOOKS = 30;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Ending ending = ofAnIdleThread();
    private final AtomicInteger lastWords = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();

    private Ending make() {
        return new Ending(new PrintStream(printed, true, UTF_8));
    }

    /** Of a command that computes nothing. */
    private Ending ofAnIdleThread() {
        CompletableFuture<Ending> made = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> made.complete(make()));
        return made.join();
    }

    /** Does something at each look, until there have been many: then the command is over. */
    private Supplier<Silence> atEachLook(Supplier<Silence> action) {
        ending.lastWords(lastWords::incrementAndGet);
        return () -> {
            if (looks.incrementAndGet() == MANY_LOOKS) {
                ending.isOver();
            }
            return action.get();
        };
    }

    @Test
    void aCommandThatDoesNotAnswer_isGivenUp_andReportedOnce() throws InterruptedException {
        Supplier<Silence> nothing = atEachLook(() -> Silence.OF_A_CALL);
        assertThat(ending.await(nothing)).isFalse();
        assertThat(looks).hasValueLessThan(MANY_LOOKS);
        assertThat(lastWords).hasValue(1);
        looks.set(0);
        assertThat(ending.await(nothing)).isFalse();
        assertThat(lastWords).hasValue(1);

        Thread command = Thread.ofPlatform().daemon().start(() -> ending.report(lastWords::incrementAndGet));
        eventually("it waits for the halt", () -> command.getState() == Thread.State.WAITING);
        assertThat(lastWords).hasValue(1);
    }

    /** A busy machine gives it little time; but a call that blocks needs none. */
    @Test
    void aCommandThatComputes_isWaitedFor() throws InterruptedException {
        Ending computing = make();
        computing.lastWords(lastWords::incrementAndGet);
        assertThat(computing.await(() -> {
                    if (looks.incrementAndGet() == MANY_LOOKS) {
                        computing.isOver();
                    }
                    return Silence.OF_A_CALL;
                }))
                .isTrue();
        assertThat(lastWords).hasValue(0);
    }

    @Test
    void aCommandThatGoesOn_isWaitedFor() throws InterruptedException {
        assertThat(ending.await(atEachLook(() -> {
                    ending.goesOn();
                    return Silence.OF_A_CALL;
                })))
                .isTrue();
        assertThat(lastWords).hasValue(0);
    }

    @Test
    @SuppressWarnings("try")
    void aCommandThatRemovesWhatItHasMade_isWaitedFor_andThatIsShown() throws InterruptedException {
        try (Removals.Removal removal = Removals.begin()) {
            assertThat(ending.await(atEachLook(() -> Silence.OF_A_CALL))).isTrue();
        }
        assertThat(lastWords).hasValue(0);
        assertThat(printed.toString(UTF_8)).contains("vss4j: removing what was made: ");
    }

    /** The command is done, and the next one removes it as well. */
    @Test
    @SuppressWarnings("try")
    void whatCanBeLeft_isNotWaitedFor_ifItsRemovalDoesNotGoOn() throws InterruptedException {
        try (Removals.Removal removal = Removals.begin()) {
            assertThat(ending.await(atEachLook(() -> Silence.OF_WHAT_CAN_BE_LEFT)))
                    .isFalse();
        }
        assertThat(lastWords).hasValue(1);
        looks.set(0);
        assertThat(ending.await(atEachLook(() -> {
                    Removals.removed();
                    return Silence.OF_WHAT_CAN_BE_LEFT;
                })))
                .isTrue();
    }

    @Test
    void aCommandThatCleansUp_isWaitedFor() throws InterruptedException {
        assertThat(ending.await(atEachLook(() -> Silence.OF_A_CLEAN_UP))).isTrue();
        assertThat(lastWords).hasValue(0);
    }

    /** The JVM loads the command's classes, and nothing has been made. */
    @Test
    void aCommandThatHasOnlyBegun_isWaitedFor() throws InterruptedException {
        Supplier<Silence> looking = atEachLook(() -> Silence.OF_A_CALL);
        Ending young = ofAnIdleThread();
        assertThat(young.await(() -> {
                    if (looks.get() == MANY_LOOKS) {
                        young.isOver();
                    }
                    return looking.get();
                }))
                .isTrue();
    }

    @Test
    void aCommandThatHasComeTooFar_isWaitedFor() throws InterruptedException {
        assertThat(ending.await(atEachLook(() -> Silence.FOR_EVER))).isTrue();
        assertThat(lastWords).hasValue(0);
    }

    /** Whoever reads what it prints may have stopped to. */
    @Test
    void aCommandThatCannotReport_isGivenUp() throws InterruptedException {
        Thread command = Thread.ofPlatform()
                .daemon()
                .start(() -> ending.report(() -> {
                    while (true) {
                        LockSupport.park();
                    }
                }));
        eventually("it reports", () -> command.getState() == Thread.State.WAITING);
        assertThat(ending.await(atEachLook(() -> Silence.OF_A_CALL))).isFalse();
        assertThat(lastWords).hasValue(0);
    }
}
