package org.vss4j.internal.com;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.GroupLayout;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowLinksTest {
    @Test
    void whatIsLinked_passesAStructureByValue() {
        assertThat(SlowLinks.link())
                .isNotEmpty()
                .allSatisfy(descriptor ->
                        assertThat(descriptor.argumentLayouts()).hasAtLeastOneElementOfType(GroupLayout.class));
    }

    @Test
    void itIsDoneOnce_onAThreadThatKeepsNoProcessAlive_andEnds() throws InterruptedException {
        Thread thread = SlowLinks.begin();
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.join(Duration.ofMinutes(1))).isTrue();
        assertThat(SlowLinks.begin()).isSameAs(thread);
    }
}
