package org.vss4j.internal.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reparse points as NTFS gives them, and where they lead. */
class ReparsePointsTest {
    private static final int JUNCTION = 0xA0000003;
    private static final int SYMBOLIC_LINK = 0xA000000C;
    private static final int CLOUD_FILE = 0x9000001A;

    /** With the name for people first, as some programs write it: it is not the one that counts. */
    private static ByteBuffer reparsePoint(int tag, String target) {
        byte[] shown = "shown".getBytes(StandardCharsets.UTF_16LE);
        byte[] name = target.getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer data = ByteBuffer.allocate(16 * 1024).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(tag).putShort((short) 0).putShort((short) 0);
        data.putShort((short) shown.length).putShort((short) name.length);
        data.putShort((short) 0).putShort((short) shown.length);
        if (tag == SYMBOLIC_LINK) {
            data.putInt(0);
        }
        data.put(shown).put(name);
        return ByteBuffer.wrap(data.array());
    }

    @ParameterizedTest
    @CsvSource({
        "\\??\\C:\\ProgramData, C:\\ProgramData",
        "\\??\\d:, d:\\",
        "\\??\\Volume{01234567-89ab-cdef-0123-456789abcdef}\\, \\\\.\\Volume{01234567-89ab-cdef-0123-456789abcdef}\\",
        "\\??\\UNC\\machine\\share\\folder, \\\\machine\\share\\folder"
    })
    void aJunction_leadsToAPathThatJavaCanRead(String name, String path) {
        assertThat(ReparsePoints.target(reparsePoint(JUNCTION, name))).contains(path);
        assertThat(ReparsePoints.target(reparsePoint(SYMBOLIC_LINK, name))).contains(path);
    }

    @ParameterizedTest
    @CsvSource({"..\\data", "data", "\\data", "C:\\data"})
    void aSymbolicLink_leadsWhereItIsWritten(String name) {
        assertThat(ReparsePoints.target(reparsePoint(SYMBOLIC_LINK, name))).contains(name);
    }

    @Test
    void whatIsNoLink_leadsNowhere() {
        assertThat(ReparsePoints.target(reparsePoint(CLOUD_FILE, "data"))).isEmpty();
    }
}
