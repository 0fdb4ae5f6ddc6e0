package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That a file is somebody's in this JVM, whichever class loader brought him: an application server has this library once for
 * each application. What they all have in common are the system properties; there it stands, as text, so that it keeps no
 * class loader reachable and harms nobody who prints them.
 */
final class JvmClaim {
    private static final String PREFIX = "vss4j.locked:";

    private final String name;
    private final String owner = UUID.randomUUID().toString();

    private JvmClaim(String name) {
        this.name = name;
    }

    /**
     * Claims a file, if nobody has it.
     *
     * @param file need not be there; its folder has to
     * @return null if somebody has it
     */
    static @Nullable JvmClaim tryMake(Path file) throws IOException {
        JvmClaim claim = new JvmClaim(PREFIX + keyOf(file));
        return System.getProperties().putIfAbsent(claim.name, claim.owner) == null ? claim : null;
    }

    /** What is the same for all ways to a file; by the JDK's means alone, for all versions of this library have to agree. */
    private static String keyOf(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Object number = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
        return (number == null ? folder.toRealPath() : number) + "/" + file.getFileName();
    }

    /** Gives the file up; repeated, does nothing. */
    void withdraw() {
        System.getProperties().remove(name, owner);
    }
}
