package org.vss4j.internal.com;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.contract.CServer;
import org.vss4j.contract.CServer.Method;
import org.vss4j.contract.CServer.NativeOperation;
import org.vss4j.contract.CServersAreClean;

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
}
