package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Whether there is something at a path. {@link Files#exists} says no as well where nobody can look, as on a disk that
 * fails: what is done for want of a file must not be done then.
 */
public final class Presence {
    private Presence() {}

    /**
     * Tells whether there is something, if only a link that leads nowhere.
     *
     * @throws IOException if that cannot be known; it names the path
     */
    public static boolean of(Path path) throws IOException {
        try {
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException ignored) {
            return false;
        } catch (IOException e) {
            throw Reason.naming(path, e);
        }
    }
}
