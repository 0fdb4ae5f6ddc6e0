package org.vss4j.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.vss4j.internal.windows.JobObject;
import org.vss4j.testing.OnWindows;

/** A job that this process has joined, and what it starts from then on. */
@OnWindows
class JobObjectTest {
    @Test
    void whatThisProcessStarts_isInItsJob_untilItEnds() throws IOException {
        JobObject job = JobObject.join();
        assertThat(job.processes()).contains(ProcessHandle.current().pid());
        Process child = new ProcessBuilder("cmd.exe", "/c", "pause").start();
        assertThat(job.processes()).contains(child.pid());
        child.destroyForcibly();
        eventually("the child has left", () -> !job.processes().contains(child.pid()));
    }
}
