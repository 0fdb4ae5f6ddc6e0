package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class StateRootTest {

    private static Path root(String system, Map<String, String> environment) {
        return StateRoot.of(environment, property -> property.equals("os.name") ? system : "/home/user");
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Its absolute path is one of POSIX")
    @Test
    void theFolderThatTheUserHasChosen_isTaken() {
        assertThat(root("Linux", Map.of("XDG_STATE_HOME", "/state"))).isEqualTo(Path.of("/state/vss4j"));
    }

    @Test
    void aFolderThatIsNotAbsolute_isIgnored() {
        Path usual = Path.of("/home/user/.local/state/vss4j");
        assertThat(root("Linux", Map.of("XDG_STATE_HOME", "state"))).isEqualTo(usual);
        assertThat(root("Linux", Map.of("XDG_STATE_HOME", ""))).isEqualTo(usual);
        assertThat(root("Linux", Map.of())).isEqualTo(usual);
    }

    @Test
    void theFolderOfWindows_isTakenThereOnly() {
        Map<String, String> environment = Map.of("LOCALAPPDATA", "/local");
        assertThat(root("Windows 11", environment)).isEqualTo(Path.of("/local/vss4j"));
        assertThat(root("Linux", environment)).isEqualTo(Path.of("/home/user/.local/state/vss4j"));
    }
}
