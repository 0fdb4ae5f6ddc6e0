package org.vss4j.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PathTextProperties {

    @Provide
    Arbitrary<String> names() {
        return RandomTree.names();
    }

    @Property
    void aPathIsOneLine_inWhichOnlyControlCharactersAreReplaced(@ForAll("names") String name) {
        Path path = Path.of("folder").resolve(name);
        String text = PathText.of(path);
        assertThat(text.lines()).hasSize(1);
        assertThat(text.chars()).noneMatch(Character::isISOControl);
        assertThat(text.replace("\\x0A", "\n")
                        .replace("\\x09", "\t")
                        .replace("\\x01", "\u0001")
                        .replace("\\x7F", "\u007F"))
                .isEqualTo(path.toString());
        assertThat(PathText.isValid(path)).isTrue();
    }

    @Example
    void aBackslashStandsForItself() {
        assertThat(PathText.of(Path.of("a\\x0A"))).isEqualTo("a\\x0A");
    }
}
