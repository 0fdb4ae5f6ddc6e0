package org.vss4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vss4j.internal.posix.Descriptor;

/** Asserts after each test: no more files and directories are open by POSIX than before it. */
public final class NoDescriptorLeft implements BeforeEachCallback, AfterEachCallback {
    private int before;

    @Override
    public void beforeEach(ExtensionContext context) {
        before = Descriptor.count();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertThat(Descriptor.count()).as("descriptors that are open").isEqualTo(before);
    }
}
