package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.FileKey;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Reason;

/**
 * An entry that is copied by java.nio, by its path. A path that is too long can't be; a link that takes a folder's place is
 * noticed, where files have keys, but may be followed by what happens before; and times that Java can't hold are 1677 or
 * 2262.
 */
final class JavaEntry implements CopiedEntry {

    private final Path source;
    private final Path target;
    private final Metadata metadata;
    private final boolean isStart;
    private @Nullable BasicFileAttributes attributes;

    private JavaEntry(Path source, Path target, Metadata metadata, boolean isStart) {
        this.source = source;
        this.target = target;
        this.metadata = metadata;
        this.isStart = isStart;
    }

    /** Returns where a copy starts. */
    static CopiedEntry start(Path source, Path target) {
        return new JavaEntry(source, target, Metadata.between(source, target), true);
    }

    static CopiedEntry of(Path source, Path target, Metadata metadata) {
        return new JavaEntry(source, target, metadata, false);
    }

    @Override
    public Path source() {
        return source;
    }

    @Override
    public Path target() {
        return target;
    }

    @Override
    public Optional<String> refusedName() {
        return PathText.refusal(source.getFileName());
    }

    @Override
    public Kind look() throws UnreadableException {
        attributes = isStart && Files.isDirectory(source) ? read() : read(LinkOption.NOFOLLOW_LINKS);
        if (attributes.isOther()) {
            // A mount point of Windows is a directory as well.
            return Kind.OTHER;
        } else if (attributes.isDirectory()) {
            return Kind.FOLDER;
        }
        return attributes.isSymbolicLink() ? Kind.LINK : Kind.FILE;
    }

    private BasicFileAttributes read(LinkOption... options) throws UnreadableException {
        try {
            return metadata.read(source, options);
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    private BasicFileAttributes attributes() {
        return Objects.requireNonNull(attributes, "not looked at yet");
    }

    @Override
    public String describeOther() throws UnreadableException {
        try {
            return metadata.describeOther(source);
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    @Override
    public boolean deniesOwner() {
        return metadata.deniesOwner(attributes());
    }

    @Override
    public Optional<FileKey> key() {
        return FileKey.of(source);
    }

    @Override
    public CopiedFolder makeFolder() throws IOException {
        try {
            Files.createDirectory(target, OwnerOnly.directory(target));
        } catch (IOException e) {
            throw Reason.naming(target, e);
        }
        return new JavaFolder(source, target, metadata, attributes());
    }

    @Override
    public Path copyLink() throws UnreadableException, IOException {
        Path text = readLink();
        createLink(text);
        Metadata.writeLinkTimes(target, attributes());
        return source.resolveSibling(text);
    }

    private Path readLink() throws UnreadableException {
        try {
            return Files.readSymbolicLink(source);
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    private void createLink(Path text) throws IOException {
        try {
            Files.createSymbolicLink(target, text);
        } catch (IOException e) {
            throw Reason.naming(target, e);
        }
    }

    @Override
    public SourceFile open() throws UnreadableException {
        return JavaSourceFile.open(source);
    }

    @Override
    public TargetFile create() throws IOException {
        return JavaTargetFile.create(target, metadata, attributes());
    }

    @Override
    public void deleteTarget() throws IOException {
        try {
            Files.delete(target);
        } catch (IOException e) {
            throw Reason.naming(target, e);
        }
    }
}
