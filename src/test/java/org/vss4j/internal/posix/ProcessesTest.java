package org.vss4j.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.vss4j.internal.files.ChildJvm;
import org.vss4j.testing.OnLinux;

@OnLinux
class ProcessesTest {
    private static final int PR_GET_DUMPABLE = 3;

    @Test
    void theUser_isTheProcesss() throws IOException {
        assertThat(Processes.geteuid()).isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    @Test
    void aProcess_isAskedAndTold() throws IOException {
        assertThat(Processes.prctl(PR_GET_DUMPABLE, 0)).isBetween(0, 2);
        Failure.of(Errno.EINVAL, () -> Processes.prctl(-1, 0));
    }

    /** In a process of its own, which stays what it has become. */
    @Test
    void aProcess_becomesTheParentOfOrphans() throws Exception {
        ChildJvm.Result result = new ChildJvm().run("subreaper");
        assertThat(result.lines()).containsExactly("parent");
    }
}
