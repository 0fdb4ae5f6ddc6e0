package org.vss4j.internal.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.vss4j.internal.files.RandomTree;

class TemporaryNameProperties {

    /** Names up to the longest that there are, also of characters that take two, three and four bytes. */
    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> repeated = RandomTree.names().flatMap(name -> {
            int most = Math.max(1, 255 / name.getBytes(UTF_8).length);
            return Arbitraries.integers().between(1, most).map(name::repeat);
        });
        return repeated.filter(name -> name.getBytes(UTF_8).length <= 255 && !name.matches("\\.{1,2}"));
    }

    @Property
    void aTemporaryName_isOneOfOurs_fits_andLiesBeside(@ForAll("names") String name) {
        Path target = Path.of("folder").resolve(name);
        Path temporary = TemporaryName.beside(target);
        assertThat(TemporaryName.matches(temporary)).isTrue();
        assertThat(TemporaryName.matches(temporary.getFileName())).isTrue();
        assertThat(temporary.getFileName().toString().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(255);
        assertThat(temporary.getParent()).isEqualTo(target.getParent());
        assertThat(TemporaryName.beside(target)).isNotEqualTo(temporary);
    }

    @Property
    void theNameOfAUser_isNoTemporaryOne(@ForAll("names") String name) {
        assertThat(TemporaryName.matches(Path.of(name))).isFalse();
    }

    @Example
    void theTemporaryNameOfATemporaryName_isOneToo() {
        Path once = TemporaryName.beside(Path.of("n".repeat(255)));
        assertThat(TemporaryName.matches(TemporaryName.beside(once))).isTrue();
    }

    @Example
    void aRootHasNone() {
        assertThat(TemporaryName.matches(Path.of("/"))).isFalse();
    }
}
