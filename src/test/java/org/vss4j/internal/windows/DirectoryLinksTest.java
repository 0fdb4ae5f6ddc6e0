package org.vss4j.internal.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The flags with which Windows is asked for a link, by what it answers. */
class DirectoryLinksTest {
    private static final int DIRECTORY = 1;
    private static final int DIRECTORY_WITHOUT_PRIVILEGE = 3;
    private static final int INVALID_PARAMETER = 87;
    private static final int PRIVILEGE_NOT_HELD = 1314;

    private final List<Integer> asked = new ArrayList<>();

    private void make(Integer... answers) {
        Deque<Integer> rest = new ArrayDeque<>(List.of(answers));
        DirectoryLinks.make("link", flags -> {
            asked.add(flags);
            return rest.pop();
        });
    }

    @Test
    void aLinkIsMade_inDeveloperModeWithoutThePrivilege() {
        make(0);
        assertThat(asked).containsExactly(DIRECTORY_WITHOUT_PRIVILEGE);
    }

    @Test
    void aWindowsThatDoesNotKnowTheFlag_isAskedWithoutIt() {
        make(INVALID_PARAMETER, 0);
        assertThat(asked).containsExactly(DIRECTORY_WITHOUT_PRIVILEGE, DIRECTORY);
    }

    @Test
    void aLinkThatIsRefused_isNotAskedForAgain() {
        assertThatExceptionOfType(Win32Exception.class)
                .isThrownBy(() -> make(PRIVILEGE_NOT_HELD))
                .withMessage("CreateSymbolicLinkW of link failed: Windows error 1314");
        assertThat(asked).hasSize(1);
    }
}
