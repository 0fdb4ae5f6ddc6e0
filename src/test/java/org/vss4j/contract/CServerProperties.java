package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.vss4j.contract.CServer.NativeOperation;
import org.vss4j.internal.com.slots.UnknownSlots;

/** The server in C counts references, whatever the order of AddRef and Release. */
@Tag(CServer.TAG)
@AddLifecycleHook(CServersAreClean.class)
class CServerProperties {

    @Property(tries = 200)
    void references_areThoseAddedMinusThoseReleased(@ForAll @Size(max = 50) List<Boolean> adding) {
        CServer server = CServer.open();
        NativeOperation operation = server.begin();
        MemorySegment self = operation.pointer().reinterpret(ValueLayout.ADDRESS.byteSize());
        int references = 1;
        for (boolean add : adding) {
            if (add) {
                assertThat(UnknownSlots.addRef(self)).isEqualTo(++references);
            } else if (references > 1) {
                assertThat(UnknownSlots.release(self)).isEqualTo(--references);
            }
            assertThat(operation.references()).isEqualTo(references);
        }
        assertThat(server.describeLive())
                .singleElement()
                .asString()
                .contains("CServerProperties.references_areThoseAddedMinusThoseReleased");
        while (references-- > 0) {
            UnknownSlots.release(self);
        }
        assertThat(server.live()).isZero();
    }
}
