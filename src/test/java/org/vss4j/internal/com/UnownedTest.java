package org.vss4j.internal.com;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.contract.CServer;
import org.vss4j.contract.CServer.Method;
import org.vss4j.contract.CServer.NativeOperation;
import org.vss4j.contract.CServersAreClean;
import org.vss4j.internal.com.slots.UnknownSlots;

@Tag(CServer.TAG)
@ExtendWith(CServersAreClean.class)
class UnownedTest {
    private final NativeOperation begun = CServer.open().begin();

    @Test
    void anOperationIsCancelledAndReleased() {
        Unowned.giveBackOperation(begun.pointer().address());
        assertThat(begun.calls(Method.CANCEL)).isEqualTo(1);
        assertThat(begun.references()).isZero();
    }

    @Test
    void anotherObjectIsReleased() {
        Unowned.giveBack(begun.pointer().address());
        assertThat(begun.calls(Method.CANCEL)).isZero();
        assertThat(begun.references()).isZero();
    }

    /** Memory is missing for each release, which asks for its apartment. */
    @Test
    void whatThereIsNoRoomFor_isNotLost() throws InterruptedException {
        OutOfMemoryError missing = new OutOfMemoryError("thrown by a test");
        MemorySegment object = begun.pointer().reinterpret(Long.BYTES);
        int more = 3;
        List<Thread> waiting = new ArrayList<>();
        BooleanSupplier before = Apartment.probe;
        Apartment.probe = () -> {
            throw missing;
        };
        try {
            for (int i = 1; i < Unowned.MOST + more; i++) {
                assertThat(UnknownSlots.addRef(object)).isEqualTo(i + 1);
            }
            for (int i = 0; i < Unowned.MOST; i++) {
                Unowned.giveBack(object.address());
            }
            for (int i = 0; i < more; i++) {
                waiting.add(Thread.ofPlatform().start(() -> Unowned.giveBack(object.address())));
            }
            eventually(
                    "the others wait",
                    () -> waiting.stream().noneMatch(thread -> thread.getState() == Thread.State.RUNNABLE));
            assertThat(begun.references()).isEqualTo(Unowned.MOST + more);
        } finally {
            Apartment.probe = before;
        }
        for (Thread thread : waiting) {
            thread.join();
        }
        Unowned.giveBackAll();
        assertThat(begun.references()).isZero();
    }
}
