package org.vss4j.internal.windows;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/** What makes a file the same on Windows, where Java has no key: its volume's serial number, and its number there. */
public final class FileIds {
    private FileIds() {}

    /**
     * Asks Windows.
     *
     * @param path a path of the system; what is there is not followed if it is a link
     * @return hexadecimal digits, the same ones for the same file; empty if it cannot be opened, or its file system has no such numbers
     */
    public static Optional<String> of(Path path) {
        if (!FileIds.class.getModule().isNativeAccessEnabled()) {
            return Optional.empty();
        }
        try {
            String name = NtNames.extended(path.toAbsolutePath().toString());
            return Optional.of(HexFormat.of().formatHex(Kernel32.fileId(name).array()));
        } catch (Win32Exception ignored) {
            return Optional.empty();
        }
    }
}
