package org.vss4j.internal.com;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.LoggedMessages;
import org.vss4j.testing.NothingLeftBehind;

/** Tasks of which some do not return until they are told to. */
@ExtendWith(NothingLeftBehind.class)
class CrewTest {
    private final CountDownLatch letGo = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        letGo.countDown();
    }

    private static Crew.Task task(Runnable body) {
        return new Crew.Task() {
            @Override
            protected void run() {
                body.run();
            }
        };
    }

    private void hang(CountDownLatch inside) {
        inside.countDown();
        boolean interrupted = true;
        while (interrupted) {
            try {
                letGo.await();
                interrupted = false;
            } catch (InterruptedException e) {
                // Once more.
            }
        }
    }

    /** Has as many hang as there may be threads, and waits until they do. */
    private void occupy(Crew crew) throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(Crew.MOST);
        for (int i = 0; i < Crew.MOST; i++) {
            crew.execute(task(() -> hang(inside)));
        }
        inside.await();
    }

    @Test
    void tasksAreDone_eachOnce_byDaemonsOfItsName() throws InterruptedException {
        Crew crew = Crew.ofCalls("vss4j-crew-test-");
        Queue<Integer> done = new ConcurrentLinkedQueue<>();
        List<Integer> expected = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(1_000);
        AtomicInteger strangers = new AtomicInteger();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            expected.add(number);
            crew.execute(task(() -> {
                done.add(number);
                Thread thread = Thread.currentThread();
                if (!thread.isDaemon() || !thread.getName().startsWith("vss4j-crew-test-")) {
                    strangers.incrementAndGet();
                }
                all.countDown();
            }));
        }
        all.await();
        assertThat(done).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(strangers).hasValue(0);
        eventually("nobody is busy", () -> crew.busy() == 0);
    }

    @Test
    void tasksThatDoNotReturn_holdNoOthersUp_whileThereAreThreads() throws InterruptedException {
        Crew crew = Crew.ofCalls("vss4j-crew-test-");
        CountDownLatch inside = new CountDownLatch(Crew.MOST - 1);
        for (int i = 1; i < Crew.MOST; i++) {
            crew.execute(task(() -> hang(inside)));
        }
        for (int i = 0; i < 100; i++) {
            CountDownLatch done = new CountDownLatch(1);
            crew.execute(task(done::countDown));
            done.await();
        }
        inside.await();
        assertThat(crew.busy()).isGreaterThanOrEqualTo(Crew.MOST - 1);
    }

    @Test
    void whenAllThreadsAreBusy_aCallWaitsInTheLine_whichIsLoggedOnce_andIsMadeWhenOneReturns()
            throws InterruptedException {
        Crew crew = Crew.ofCalls("vss4j-crew-test-");
        try (LoggedMessages log = new LoggedMessages()) {
            occupy(crew);
            CountDownLatch done = new CountDownLatch(2);
            crew.execute(task(done::countDown));
            crew.execute(task(done::countDown));
            eventually("it is logged", () -> !log.soFar().isEmpty());
            assertThat(done.getCount()).isEqualTo(2);
            assertThat(crew.busy()).isEqualTo(Crew.MOST);
            letGo.countDown();
            done.await();
            assertThat(log.soFar())
                    .containsExactly("WARNING 64 calls do not return, on threads vss4j-crew-test-0 and on: more wait");
        }
    }

    @Test
    void whenAllThreadsAreBusy_aTaskGoesElsewhere() throws InterruptedException {
        Queue<Crew.Task> elsewhere = new ConcurrentLinkedQueue<>();
        Crew crew = new Crew("vss4j-crew-test-", elsewhere::add);
        occupy(crew);
        Crew.Task first = task(() -> {});
        Crew.Task second = task(() -> {});
        crew.execute(first);
        crew.execute(second);
        eventually("both are elsewhere", () -> elsewhere.size() == 2);
        assertThat(elsewhere).containsExactly(first, second);
    }

    @Test
    void aTaskThatIsWithdrawn_isNotDone() throws InterruptedException {
        Crew crew = Crew.ofCalls("vss4j-crew-test-");
        occupy(crew);
        AtomicInteger done = new AtomicInteger();
        CountDownLatch last = new CountDownLatch(1);
        List<Crew.Task> tasks = List.of(
                task(() -> done.addAndGet(1)),
                task(() -> done.addAndGet(10)),
                task(() -> done.addAndGet(100)),
                task(() -> done.addAndGet(1_000)));
        tasks.forEach(crew::execute);
        crew.withdraw(tasks.get(1));
        crew.withdraw(tasks.get(0));
        crew.withdraw(tasks.get(3));
        crew.withdraw(tasks.get(3));
        crew.execute(task(last::countDown));
        letGo.countDown();
        last.await();
        eventually("nobody is busy", () -> crew.busy() == 0);
        assertThat(done).hasValue(100);
    }

    @Test
    void aTaskThatThrows_isDoneOnceMore() {
        Crew crew = Crew.ofCalls("vss4j-crew-test-");
        CountDownLatch done = new CountDownLatch(3);
        crew.execute(task(() -> {
            done.countDown();
            if (done.getCount() > 0) {
                throw new OutOfMemoryError("thrown by a test");
            }
        }));
        eventually("it is done without throwing", () -> done.getCount() == 0);
        eventually("nobody is busy", () -> crew.busy() == 0);
    }
}
