package org.vss4j.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.RandomTree;
import org.vss4j.internal.files.TreeText;

/** Whatever can be read arrives as it is, and whatever has arrived can be deleted. */
class TreeCopierProperties {

    @Provide
    Arbitrary<RandomTree> trees() {
        return RandomTree.folders(3);
    }

    @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
    void aTreeArrivesAsItIs_andCanBeDeleted(@ForAll("trees") RandomTree tree) throws IOException {
        Path workspace = Files.createTempDirectory("vss4j-test");
        try {
            Path source = workspace.resolve("source");
            Path target = workspace.resolve("target");
            tree.make(source);
            String expected = TreeText.of(source);
            List<String> unreadable = new ArrayList<>();

            TreeCopier.copy(source, target, (path, reason) -> unreadable.add(PathText.of(path) + ": " + reason));

            assertThat(unreadable).isEmpty();
            assertThat(TreeText.of(target)).isEqualTo(expected);
            assertThat(TreeText.of(source)).as("the source").isEqualTo(expected);
        } finally {
            FileTrees.delete(workspace);
        }
        assertThat(Files.exists(workspace, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
}
