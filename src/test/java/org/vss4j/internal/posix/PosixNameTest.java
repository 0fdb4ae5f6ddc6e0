package org.vss4j.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vss4j.testing.OnLinux;

@OnLinux
class PosixNameTest {
    @TempDir
    Path workspace;

    static LongStream seeds() {
        return new Random().longs(100);
    }

    /** Bytes that are a name, often text and often not. */
    private static byte[] name(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(60)];
        boolean ascii = random.nextBoolean();
        for (int i = 0; i < bytes.length; i++) {
            int b = ascii ? 1 + random.nextInt(126) : 1 + random.nextInt(255);
            bytes[i] = b == '/' || b == '.' ? (byte) 'x' : (byte) b;
        }
        return bytes;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aName_isTheSameBytes_asAPathOfTheJdk(long seed) throws IOException {
        PosixName name = PosixName.of(name(new Random(seed)));
        Path path = Files.createFile(name.in(workspace));
        assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
        try (Descriptor folder =
                        Descriptor.open(Descriptor.WORKING_DIRECTORY, PosixName.of(workspace), Descriptor.O_DIRECTORY);
                Listing listing = Listing.of(folder)) {
            assertThat(listing.next()).isEqualTo(name).hasSameHashCodeAs(name);
        }
        assertThat(PosixName.of(path.getFileName())).isEqualTo(name);
        assertThat(PosixName.of(path)).hasToString(workspace + "/" + name);
        assertThat(name.isText()).isEqualTo(PosixName.isText(path));
    }

    @Test
    void whatIsNotText_isShownByItsBytes() {
        PosixName name = PosixName.of((byte) 'a', (byte) 0xC3, (byte) 0xFF, (byte) 'b', (byte) 0xE2, (byte) 0x82);
        assertThat(name).hasToString("a\\xC3\\xFFb\\xE2\\x82");
        assertThat(name.isText()).isFalse();
        assertThat(name).isNotEqualTo(PosixName.of("a"));
    }

    @Test
    void textThatTheEncodingLacks_isRefused() {
        assertThatThrownBy(() -> PosixName.of("a\uD800")).isInstanceOf(InvalidPathException.class);
    }
}
