package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.contract.Slots.INFINITE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.HResult;
import org.vss4j.internal.com.InterfaceId;
import org.vss4j.internal.com.slots.UnknownSlots;
import org.vss4j.testing.Holds;

/** The contract of IVssAsync, slot by slot. */
abstract class AsyncSlotsContract extends ContractFixture {
    static final HResult PENDING = HResult.VSS_S_ASYNC_PENDING;
    static final HResult FINISHED = HResult.VSS_S_ASYNC_FINISHED;
    static final HResult CANCELLED = HResult.VSS_S_ASYNC_CANCELLED;
    static final HResult VETO = HResult.VSS_E_PROVIDER_VETO;
    private static final UUID FOREIGN = UUID.fromString("12345678-9abc-def0-1234-56789abcdef0");
    private static final int E_POINTER = 0x80004003;
    private static final int E_NOINTERFACE = 0x80004002;
    private static final int LONG = 600_000;

    // ---- Cancel

    @Test
    @Holds({101, 115})
    void cancelOfAPendingOperation_returnsOkAndCancels() {
        MemorySegment self = begin().self();
        assertThat(Slots.cancel(self)).isEqualTo(HResult.S_OK);
        assertThat(Slots.status(self)).isEqualTo(CANCELLED);
    }

    @Test
    @Holds(102)
    void cancelOfACancelledOperation_saysCancelled() {
        MemorySegment self = begin().self();
        Slots.cancel(self);
        assertThat(Slots.cancel(self)).isEqualTo(CANCELLED);
        assertThat(Slots.cancel(self)).isEqualTo(CANCELLED);
        assertThat(Slots.status(self)).isEqualTo(CANCELLED);
    }

    @Test
    @Holds(103)
    void cancelOfAFinishedOperation_saysFinishedAndChangesNothing() {
        Reference reference = begin();
        assertThat(reference.operation().end(FINISHED)).isTrue();
        assertThat(Slots.cancel(reference.self())).isEqualTo(FINISHED);
        assertThat(Slots.status(reference.self())).isEqualTo(FINISHED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80042306, 0x8004231F, 0x80070005, 0x8000FFFF, 0x80042301})
    @Holds(104)
    void cancelOfAFailedOperation_returnsItsErrorAndChangesNothing(int error) {
        Reference reference = begin();
        assertThat(reference.operation().end(HResult.of(error))).isTrue();
        assertThat(Slots.cancel(reference.self())).isEqualTo(HResult.of(error));
        assertThat(Slots.cancel(reference.self())).isEqualTo(HResult.of(error));
        assertThat(Slots.status(reference.self())).isEqualTo(HResult.of(error));
    }

    @Test
    @Holds(106)
    void ofConcurrentCancels_exactlyOneReturnsOk() throws Exception {
        for (int round = 0; round < 30; round++) {
            MemorySegment self = begin().self();
            CyclicBarrier barrier = new CyclicBarrier(3);
            List<CompletableFuture<HResult>> cancels = new ArrayList<>();
            for (int i = 0; i < barrier.getParties(); i++) {
                cancels.add(start(() -> {
                    barrier.await();
                    return Slots.cancel(self);
                }));
            }
            List<HResult> results = new ArrayList<>();
            for (CompletableFuture<HResult> cancel : cancels) {
                results.add(result(cancel));
            }
            assertThat(results).containsExactlyInAnyOrder(HResult.S_OK, CANCELLED, CANCELLED);
        }
    }

    @Test
    @Holds(107)
    void ofACancelAndAnEnd_theFirstCounts() throws Exception {
        for (int round = 0; round < 30; round++) {
            Reference reference = begin();
            CyclicBarrier barrier = new CyclicBarrier(2);
            CompletableFuture<HResult> cancel = start(() -> {
                barrier.await();
                return Slots.cancel(reference.self());
            });
            barrier.await();
            boolean ended = reference.operation().end(FINISHED);
            assertThat(result(cancel)).isEqualTo(ended ? FINISHED : HResult.S_OK);
            assertThat(Slots.status(reference.self())).isEqualTo(ended ? FINISHED : CANCELLED);
        }
    }

    // ---- QueryStatus

    @Test
    @Holds({113, 114})
    void statusOfAnOperation_isPendingUntilItsEnd() {
        Reference reference = begin();
        assertThat(Slots.status(reference.self())).isEqualTo(PENDING);
        assertThat(reference.operation().end(FINISHED)).isTrue();
        assertThat(Slots.status(reference.self())).isEqualTo(FINISHED);
    }

    @Test
    @Holds(116)
    void statusOfAFailedOperation_isItsError() {
        Reference reference = begin();
        assertThat(reference.operation().end(VETO)).isTrue();
        assertThat(Slots.status(reference.self())).isEqualTo(VETO);
    }

    @Test
    @Holds(108)
    void theFirstEnd_isTheLast() {
        for (HResult end : List.of(FINISHED, VETO)) {
            Reference reference = begin();
            assertThat(reference.operation().end(end)).isTrue();
            assertThat(reference.operation().end(FINISHED)).isFalse();
            assertThat(reference.operation().end(HResult.E_ACCESSDENIED)).isFalse();
            Slots.cancel(reference.self());
            assertThat(Slots.status(reference.self())).isEqualTo(end);
        }
    }

    @Test
    @Holds({108, 115})
    void aCancelledOperation_staysCancelled() {
        for (HResult late : List.of(FINISHED, VETO)) {
            Reference reference = begin();
            Slots.cancel(reference.self());
            assertThat(reference.operation().end(late)).isFalse();
            assertThat(Slots.status(reference.self())).isEqualTo(CANCELLED);
            assertThat(Slots.cancel(reference.self())).isEqualTo(CANCELLED);
        }
    }

    @Test
    @Holds(117)
    void statusWithoutAPlaceForIt_isRefused() {
        assertThat(Slots.queryNull(begin().self())).isEqualTo(HResult.E_INVALIDARG);
    }

    @Test
    @Holds(118)
    void statusWithSomethingForTheReservedParameter_isRefused() {
        assertThat(Slots.queryReserved(begin().self())).isEqualTo(HResult.E_INVALIDARG);
    }

    // ---- Wait

    @Test
    @Holds({122, 124})
    void waitWhoseTimeIsUp_returnsOkAndTheOperationGoesOn() throws Exception {
        MemorySegment self = begin().self();
        assertThat(result(() -> Slots.await(self, 0))).isEqualTo(HResult.S_OK);
        assertThat(result(() -> Slots.await(self, 20))).isEqualTo(HResult.S_OK);
        assertThat(Slots.status(self)).isEqualTo(PENDING);
    }

    @Test
    @Holds({121, 123, 124})
    void waitAfterTheEnd_returnsAtOnce() throws Exception {
        Reference finished = begin();
        finished.operation().end(FINISHED);
        assertThat(result(() -> Slots.await(finished.self(), INFINITE))).isEqualTo(HResult.S_OK);
        Reference cancelled = begin();
        Slots.cancel(cancelled.self());
        assertThat(result(() -> Slots.await(cancelled.self(), INFINITE))).isEqualTo(HResult.S_OK);
        Reference failed = begin();
        failed.operation().end(VETO);
        assertThat(result(() -> Slots.await(failed.self(), INFINITE))).isEqualTo(VETO);
    }

    @ParameterizedTest
    @ValueSource(ints = {LONG, INFINITE})
    @Holds({124, 125})
    void theEnd_wakesWhoeverIsInWait(int timeout) throws Exception {
        Reference reference = begin();
        CompletableFuture<HResult> first = start(() -> Slots.await(reference.self(), timeout));
        CompletableFuture<HResult> second = start(() -> Slots.await(reference.self(), timeout));
        eventually("both are in Wait", () -> reference.operation().waiting() == 2);
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        reference.operation().end(FINISHED);
        assertThat(result(first)).isEqualTo(HResult.S_OK);
        assertThat(result(second)).isEqualTo(HResult.S_OK);
    }

    @Test
    @Holds(123)
    void aFailure_isTheResultOfTheWaitThatItEnds() throws Exception {
        Reference reference = begin();
        CompletableFuture<HResult> waited = start(() -> Slots.await(reference.self(), INFINITE));
        eventually("the call is in Wait", () -> reference.operation().waiting() == 1);
        reference.operation().end(VETO);
        assertThat(result(waited)).isEqualTo(VETO);
    }

    @Test
    @Holds(111)
    void aCancel_isTakenWhileAnotherThreadIsInWait_andWakesIt() throws Exception {
        Reference reference = begin();
        CompletableFuture<HResult> waited = start(() -> Slots.await(reference.self(), LONG));
        eventually("the call is in Wait", () -> reference.operation().waiting() == 1);
        assertThat(Slots.cancel(reference.self())).isEqualTo(HResult.S_OK);
        assertThat(result(waited)).isEqualTo(HResult.S_OK);
    }

    // ---- IUnknown

    @Test
    @Holds(1603)
    void referencesAreCounted() {
        Reference reference = begin();
        assertThat(reference.operation().references()).isEqualTo(1);
        UnknownSlots.addRef(reference.self());
        assertThat(reference.operation().references()).isEqualTo(2);
        assertThat(Slots.status(reference.self())).isEqualTo(PENDING);
        UnknownSlots.release(reference.self());
        assertThat(reference.operation().references()).isEqualTo(1);
        assertThat(Slots.status(reference.self())).isEqualTo(PENDING);
    }

    @Test
    @Holds(1604)
    void queryInterface_givesTheSameObjectAndAReference() {
        Reference reference = begin();
        for (InterfaceId id : List.of(InterfaceId.IVSS_ASYNC, InterfaceId.IUNKNOWN)) {
            assertThat(Slots.queryInterface(reference.self(), id.uuid()))
                    .isEqualTo(
                            new Slots.Interface(HResult.S_OK, reference.self().address()));
            assertThat(reference.operation().references()).isEqualTo(2);
            UnknownSlots.release(reference.self());
        }
    }

    @Test
    @Holds(1605)
    void queryInterfaceForAnotherInterface_givesNullAndNoReference() {
        Reference reference = begin();
        assertThat(Slots.queryInterface(reference.self(), FOREIGN))
                .isEqualTo(new Slots.Interface(HResult.of(E_NOINTERFACE), 0));
        assertThat(reference.operation().references()).isEqualTo(1);
    }

    @Test
    @Holds(1606)
    void queryInterfaceWithoutAPlaceForThePointer_isRefused() {
        Reference reference = begin();
        assertThat(Slots.queryInterfaceNull(reference.self(), InterfaceId.IVSS_ASYNC.uuid()))
                .isEqualTo(HResult.of(E_POINTER));
        assertThat(reference.operation().references()).isEqualTo(1);
    }
}
