package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryLifecycleContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.vss4j.internal.com.slots.UnknownSlots;

@Tag(CServer.TAG)
class CServersAreCleanTest {
    private final CServersAreClean account = new CServersAreClean();
    private Method test;

    @BeforeEach
    void name(TestInfo info) {
        test = info.getTestMethod().orElseThrow();
        CServer.nameTest(test.getName());
    }

    private static MemorySegment begin() {
        return CServer.open().begin().pointer().reinterpret(ValueLayout.ADDRESS.byteSize());
    }

    @Test
    void anObjectThatIsAlive_isNamed() {
        MemorySegment self = begin();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> CServersAreClean.check(Duration.ofMillis(10)))
                .withMessageStartingWith("left: [1 reference(s) to operation ")
                .withMessageContaining("of anObjectThatIsAlive_isNamed]");
        assertThat(CServer.allOpen()).isEmpty();
        UnknownSlots.release(self);
    }

    @Test
    void aReleaseTooMany_isNamed() {
        MemorySegment self = begin();
        UnknownSlots.release(self);
        UnknownSlots.release(self);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> CServersAreClean.check(Duration.ofMillis(10)))
                .withMessageContaining("Release on an object whose last reference is gone: operation ")
                .withMessageContaining("of aReleaseTooMany_isNamed");
    }

    @Test
    void aTestThatKeepsTheRules_passes() {
        UnknownSlots.release(begin());
        assertThatCode(() -> CServersAreClean.check(Duration.ofMillis(10))).doesNotThrowAnyException();
    }

    @Test
    void aTryOfAProperty_isHeldToTheSame() {
        assertThat(tryOf(1).isSatisfied()).isTrue();
        TryExecutionResult misuse = tryOf(2);
        assertThat(misuse.isFalsified()).isTrue();
        assertThat(misuse.throwable().orElseThrow())
                .hasMessageContaining("of CServersAreCleanTest.aTryOfAProperty_isHeldToTheSame");
    }

    /** A try that releases an operation so many times. */
    private TryExecutionResult tryOf(int releases) {
        TryLifecycleContext context = (TryLifecycleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TryLifecycleContext.class},
                (proxy, method, arguments) -> method.getName().equals("targetMethod") ? test : getClass());
        return account.aroundTry(
                context,
                parameters -> {
                    MemorySegment self = begin();
                    for (int i = 0; i < releases; i++) {
                        UnknownSlots.release(self);
                    }
                    return TryExecutionResult.satisfied();
                },
                List.of());
    }
}
