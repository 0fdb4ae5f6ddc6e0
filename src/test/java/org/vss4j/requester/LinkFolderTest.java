package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose links are removed from the temporary folder. */
class LinkFolderTest {
    private static final long UNOPENED = Integer.MAX_VALUE;

    @TempDir
    Path temporary;

    private Path folder(String name) throws IOException {
        return Files.createDirectory(temporary.resolve("vss4j-link-" + name));
    }

    @Test
    void aProcessThatCannotBeOpened_keepsItsLink() throws IOException {
        assertThat(ProcessHandle.of(UNOPENED)).isEmpty();
        Path kept = folder(UNOPENED + "-1");
        Path dead = folder(UNOPENED - 1 + "-1");
        LinkFolder.removeThoseOfTheDead(temporary, () -> Set.of(UNOPENED));
        assertThat(kept).exists();
        assertThat(dead).doesNotExist();
    }

    /** The process that began while the folders were looked for. */
    @Test
    void whoRunsIsAsked_whenTheFoldersHaveBeenSeen() throws IOException {
        Path kept = folder(UNOPENED + "-1");
        LinkFolder.removeThoseOfTheDead(temporary, () -> {
            try {
                folder(UNOPENED - 1 + "-1");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return Set.of(UNOPENED);
        });
        assertThat(kept).exists();
        assertThat(temporary.resolve("vss4j-link-" + (UNOPENED - 1) + "-1")).exists();
    }

    @Test
    void aFolderThatCannotBeRemoved_keepsNoOther() throws IOException {
        for (int i = 0; i < 6; i++) {
            // What a link folder never has keeps it from being removed.
            Files.createFile(folder(UNOPENED + "-" + i).resolve("stranger"));
            folder(UNOPENED + "-empty" + i);
        }
        LinkFolder.removeThoseOfTheDead(temporary, Set::of);
        for (int i = 0; i < 6; i++) {
            assertThat(temporary.resolve("vss4j-link-" + UNOPENED + "-" + i)).exists();
            assertThat(temporary.resolve("vss4j-link-" + UNOPENED + "-empty" + i))
                    .doesNotExist();
        }
    }
}
