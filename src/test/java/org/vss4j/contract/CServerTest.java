package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.HResult;
import org.vss4j.contract.CServer.Fault;
import org.vss4j.contract.CServer.Method;
import org.vss4j.contract.CServer.NativeOperation;
import org.vss4j.internal.com.slots.AsyncSlots;
import org.vss4j.internal.com.slots.UnknownSlots;
import org.vss4j.testing.Eventually;

/** The account that the server in C keeps of its callers. A proof by it is worth what these tests are worth. */
@Tag(CServer.TAG)
@ExtendWith(CServersAreClean.class)
class CServerTest {
    private CServer server;
    private NativeOperation operation;
    private MemorySegment self;

    @BeforeEach
    void open() {
        server = CServer.open();
        operation = server.begin();
        self = operation.pointer().reinterpret(ValueLayout.ADDRESS.byteSize());
    }

    private static String who(String test) {
        return "of CServerTest." + test + "()";
    }

    private void assertOneViolation(String beginning, String test) {
        assertThat(server.drainViolations())
                .singleElement()
                .asString()
                .startsWith(beginning)
                .endsWith(who(test));
    }

    @Test
    void itCountsReferencesAndCalls() {
        assertThat(UnknownSlots.addRef(self)).isEqualTo(2);
        assertThat(operation.references()).isEqualTo(2);
        assertThat(server.live()).isEqualTo(1);
        assertThat(UnknownSlots.release(self)).isEqualTo(1);
        assertThat(UnknownSlots.release(self)).isZero();
        assertThat(operation.references()).isZero();
        assertThat(operation.calls(Method.RELEASE)).isEqualTo(2);
        assertThat(server.live()).isZero();
    }

    @Test
    void anObjectThatIsAlive_isDescribed() {
        assertThat(server.describeLive())
                .singleElement()
                .asString()
                .startsWith("1 reference(s) to operation ")
                .endsWith(who("anObjectThatIsAlive_isDescribed"));
        UnknownSlots.release(self);
        assertThat(server.describeLive()).isEmpty();
    }

    @Test
    void aCallAfterTheLastRelease_isAViolation() {
        UnknownSlots.release(self);
        assertThat(AsyncSlots.cancel(self)).isEqualTo(HResult.E_UNEXPECTED.value());
        assertOneViolation("Cancel on an object whose last reference is gone", "aCallAfterTheLastRelease_isAViolation");
        assertThat(AsyncSlots.await(self, 0)).isEqualTo(HResult.E_UNEXPECTED.value());
        assertOneViolation("Wait on", "aCallAfterTheLastRelease_isAViolation");
        try (Arena arena = Arena.ofConfined()) {
            assertThat(AsyncSlots.queryStatus(self, arena.allocate(ValueLayout.JAVA_INT)))
                    .isEqualTo(HResult.E_UNEXPECTED.value());
        }
        assertOneViolation("QueryStatus on", "aCallAfterTheLastRelease_isAViolation");
        UnknownSlots.addRef(self);
        assertOneViolation("AddRef on", "aCallAfterTheLastRelease_isAViolation");
        assertThat(operation.references()).isZero();
    }

    @Test
    void aReleaseTooMany_isAViolation() {
        UnknownSlots.release(self);
        UnknownSlots.release(self);
        assertOneViolation("Release on an object whose last reference is gone", "aReleaseTooMany_isAViolation");
        assertThat(operation.references()).isZero();
        assertThat(server.live()).isZero();
    }

    @Test
    void theLastReleaseWhileACallIsInside_isAViolation() {
        operation.with(Fault.WAIT_HELD);
        CompletableFuture<Integer> waited = CompletableFuture.supplyAsync(() -> AsyncSlots.await(self, 0));
        Eventually.eventually("the call is inside", () -> operation.waiting() == 1);
        UnknownSlots.release(self);
        operation.without(Fault.WAIT_HELD);
        assertThat(waited.join()).isZero();
        assertThat(operation.waiting()).isZero();
        assertOneViolation(
                "Release of the last reference while a call of Wait is inside",
                "theLastReleaseWhileACallIsInside_isAViolation");
    }

    @Test
    void anObjectsMemory_servesNoOtherForALongTime() {
        UnknownSlots.release(self);
        long address = self.address();
        for (int i = 0; i < 60_000; i++) {
            NativeOperation other = server.begin();
            assertThat(other.pointer().address()).isNotEqualTo(address);
            UnknownSlots.release(other.pointer().reinterpret(ValueLayout.ADDRESS.byteSize()));
        }
    }

    @Test
    void aHandleWhoseMemoryServesAnother_namesNothing() {
        UnknownSlots.release(self);
        long address = self.address();
        NativeOperation other = server.begin();
        while (other.pointer().address() != address) {
            UnknownSlots.release(other.pointer().reinterpret(ValueLayout.ADDRESS.byteSize()));
            other = server.begin();
        }
        assertThat(operation.references()).isZero();
        assertThat(operation.calls(Method.RELEASE)).isZero();
        assertThat(operation.end(HResult.VSS_S_ASYNC_FINISHED)).isFalse();
        assertThat(other.references()).isEqualTo(1);
        assertThat(other.end(HResult.VSS_S_ASYNC_FINISHED)).isTrue();
        UnknownSlots.release(self);
    }

    @Test
    void anAnnouncedEnd_comesByItself() {
        operation.endAfter(HResult.VSS_E_PROVIDER_VETO, Duration.ofMillis(20));
        assertThat(AsyncSlots.await(self, 60_000)).isEqualTo(HResult.VSS_E_PROVIDER_VETO.value());
        assertThat(operation.end(HResult.VSS_S_ASYNC_FINISHED)).isFalse();
        UnknownSlots.release(self);
    }

    @Test
    void theMutantsAreNumbered() {
        List<CServer.Mutant> mutants = CServer.Mutant.all();
        assertThat(mutants).hasSizeGreaterThanOrEqualTo(16);
        assertThat(mutants).extracting(CServer.Mutant::text).doesNotHaveDuplicates();
        assertThat(CServer.Mutant.of(0)).isEqualTo(CServer.Mutant.NONE);
        UnknownSlots.release(self);
    }
}
