package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Times and the nine permission bits. */
record PosixMetadata() implements Metadata {

    private static final int TYPE = 0xF000;
    private static final int FIFO = 0x1000;
    private static final int SOCKET = 0xC000;

    @Override
    public BasicFileAttributes read(Path source, LinkOption... options) throws IOException {
        return Files.readAttributes(source, PosixFileAttributes.class, options);
    }

    @Override
    public void write(Path target, BasicFileAttributes attributes) throws IOException {
        Metadata.writeTimes(target, attributes);
        Files.setPosixFilePermissions(target, ((PosixFileAttributes) attributes).permissions());
    }

    @Override
    public boolean deniesOwner(BasicFileAttributes attributes) {
        Set<PosixFilePermission> permissions = ((PosixFileAttributes) attributes).permissions();
        return !permissions.contains(PosixFilePermission.OWNER_READ)
                || (attributes.isDirectory() && !permissions.contains(PosixFilePermission.OWNER_EXECUTE));
    }

    @Override
    public String describeOther(Path source) throws IOException {
        int mode = (Integer) Files.getAttribute(source, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return switch (mode & TYPE) {
            case FIFO -> "a FIFO";
            case SOCKET -> "a socket";
            default -> "a device";
        };
    }
}
