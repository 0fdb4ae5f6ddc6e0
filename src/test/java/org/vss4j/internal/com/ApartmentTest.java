package org.vss4j.internal.com;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vss4j.testing.Holds;

/** What is done from an STA; that a thread is in one is claimed by the probe, since this needs no Windows. */
class ApartmentTest {
    private final BooleanSupplier probe = Apartment.probe;

    @AfterEach
    void restore() {
        Apartment.probe = probe;
    }

    @Test
    @Holds(1501)
    void aCallFromAnSta_isMadeByAThreadOfTheMta() {
        assertThat(inSta(() -> {
                    StringBuilder caller = new StringBuilder();
                    int result = Apartment.call(() -> {
                        caller.append(Thread.currentThread().getName());
                        return 7;
                    });
                    return caller + " " + result;
                }))
                .matches("vss4j-mta-\\d+ 7");
    }

    @Test
    void aCallFromElsewhere_isMadeByItsOwnThread() {
        Thread[] caller = new Thread[1];
        int result = Apartment.call(() -> {
            caller[0] = Thread.currentThread();
            return 7;
        });
        assertThat(result).isEqualTo(7);
        assertThat(caller[0]).isSameAs(Thread.currentThread());
    }

    @Test
    void makingSomethingInAnSta_isRefused() {
        assertThat(inSta(() -> {
                    assertThatIllegalStateException()
                            .isThrownBy(() -> Apartment.requireMultiThreaded("A backup session"))
                            .withMessageStartingWith(
                                    "A backup session must not be made in a single-threaded apartment");
                    return "refused";
                }))
                .isEqualTo("refused");
        Apartment.requireMultiThreaded("A backup session");
    }

    @Test
    void anInterruptDuringACallFromAnSta_isKept() {
        assertThat(inSta(() -> {
                    Thread.currentThread().interrupt();
                    int result = Apartment.call(() -> 7);
                    return result + " " + Thread.interrupted();
                }))
                .isEqualTo("7 true");
    }

    @Test
    void aCallFromAnSta_doesNotInterrupt() {
        assertThat(inSta(() -> Apartment.call(() -> 7) + " " + Thread.interrupted()))
                .isEqualTo("7 false");
    }

    /** The real one, on Windows: a process that has set its own before keeps it. */
    @Test
    @Holds(1503)
    void securityIsSetOnce() {
        int result = Apartment.initializeSecurity();
        assertThat(result).isIn(0, 0x80010119);
        assertThat(Apartment.initializeSecurity()).isEqualTo(result);
    }

    /** As a thread of a pool does, on which somebody's task enters an STA and leaves it. */
    @Test
    void aThreadIsAskedForItsApartmentEachTime() {
        assertThat(inSta(() -> {
                    StringBuilder seen = new StringBuilder();
                    for (boolean isInSta : new boolean[] {true, false, true}) {
                        Apartment.probe = () -> isInSta;
                        seen.append(Apartment.isSingleThreaded()).append(' ');
                    }
                    return seen.toString();
                }))
                .isEqualTo("true false true ");
    }

    @Test
    void aThreadThatHasLeftItsSta_isServedAsAnyOther() {
        assertThat(inSta(() -> {
                    Thread[] caller = new Thread[1];
                    assertThatIllegalStateException().isThrownBy(() -> Apartment.requireMultiThreaded("A session"));
                    Apartment.probe = () -> false;
                    Apartment.requireMultiThreaded("A session");
                    int unused = Apartment.call(() -> {
                        caller[0] = Thread.currentThread();
                        return 0;
                    });
                    return caller[0] == Thread.currentThread() ? "itself" : "another";
                }))
                .isEqualTo("itself");
    }

    /** Runs something on a new thread that is said to be in an STA. */
    private static String inSta(Supplier<String> action) {
        Thread[] sta = new Thread[1];
        CompletableFuture<String> result = new CompletableFuture<>();
        sta[0] = Thread.ofPlatform().unstarted(() -> {
            try {
                result.complete(action.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        Apartment.probe = () -> Thread.currentThread() == sta[0];
        sta[0].start();
        return result.join();
    }
}
