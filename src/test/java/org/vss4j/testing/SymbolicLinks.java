package org.vss4j.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Whether this system, and this account, can make symbolic links. Wine 8 says that it has made one, and has not. */
public final class SymbolicLinks {
    /** Why a test that needs them is skipped. */
    public static final String NONE = "This system (Wine is one), or this account, makes no symbolic links";

    private static final boolean ARE_MADE = tryOne();

    private SymbolicLinks() {}

    /** The condition of tests that need them. */
    public static boolean areMade() {
        return ARE_MADE;
    }

    private static boolean tryOne() {
        try {
            Path folder = Files.createTempDirectory("vss4j-links-");
            Path link = folder.resolve("link");
            try {
                Files.createSymbolicLink(link, folder);
                return Files.exists(link, LinkOption.NOFOLLOW_LINKS);
            } catch (IOException e) {
                return false;
            } finally {
                Files.deleteIfExists(link);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
