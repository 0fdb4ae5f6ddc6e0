package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.FileKey;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Reason;
import org.vss4j.internal.posix.Entries;
import org.vss4j.internal.posix.FileStatus;
import org.vss4j.internal.posix.Inodes;
import org.vss4j.internal.posix.PosixException;
import org.vss4j.internal.posix.PosixName;

/** An entry that is copied by the calls of Linux, by its name in an open folder. */
final class PosixEntry implements CopiedEntry {

    private final PosixPlace place;
    private final CopyObserver observer;
    private @Nullable Path source;
    private @Nullable PosixAttributes attributes;

    PosixEntry(PosixPlace place, CopyObserver observer) {
        this.place = place;
        this.observer = observer;
    }

    @Override
    public Path source() {
        if (source == null) {
            source = place.source();
        }
        return source;
    }

    @Override
    public Path target() {
        return place.top().target(source());
    }

    @Override
    public Optional<String> refusedName() {
        return place.name().isText()
                ? Optional.empty()
                : Optional.of("a name that is not valid in " + PathText.encoding());
    }

    @Override
    public Kind look() throws UnreadableException {
        FileStatus status = status();
        attributes = new PosixAttributes(
                status, mode -> observer.permissionsOf(source(), mode), what -> observer.notKept(source(), what));
        if (status.isDirectory()) {
            return Kind.FOLDER;
        } else if (status.isRegularFile()) {
            return Kind.FILE;
        }
        return status.isSymbolicLink() ? Kind.LINK : Kind.OTHER;
    }

    private FileStatus status() throws UnreadableException {
        try {
            FileStatus seen = Inodes.statx(place.from(), place.name(), Inodes.AT_SYMLINK_NOFOLLOW);
            return seen.isSymbolicLink() && place.isStart() ? followed(seen) : seen;
        } catch (PosixException e) {
            throw new UnreadableException(e);
        }
    }

    /** Follows a link at the start, if it leads to a folder. */
    private FileStatus followed(FileStatus link) {
        try {
            FileStatus found = Inodes.statx(place.from(), place.name(), 0);
            return found.isDirectory() ? found : link;
        } catch (PosixException ignored) {
            // It leads nowhere.
            return link;
        }
    }

    PosixAttributes attributes() {
        return Objects.requireNonNull(attributes, "not looked at yet");
    }

    @Override
    public String describeOther() {
        return attributes().status().kind();
    }

    @Override
    public boolean deniesOwner() {
        return attributes().deniesOwner();
    }

    @Override
    public Optional<FileKey> key() {
        return Optional.of(new FileKey(attributes().status().id()));
    }

    @Override
    public CopiedFolder makeFolder() throws IOException {
        return PosixFolder.make(place, source(), attributes(), observer);
    }

    @Override
    public Path copyLink() throws UnreadableException, IOException {
        PosixName text = readLink();
        try {
            Entries.symlinkat(text, place.to(), place.newName());
            attributes().writeLink(place.to(), place.newName());
        } catch (PosixException e) {
            throw Reason.naming(target(), e);
        }
        return text.in(Objects.requireNonNull(source().toAbsolutePath().getParent(), "a link has a folder"));
    }

    private PosixName readLink() throws UnreadableException {
        try {
            return Entries.readlinkat(place.from(), place.name());
        } catch (PosixException e) {
            throw new UnreadableException(e);
        }
    }

    @Override
    public SourceFile open() throws UnreadableException {
        return PosixSourceFile.open(place.from(), place.name());
    }

    @Override
    public TargetFile create() throws IOException {
        return PosixTargetFile.create(this, place);
    }

    @Override
    public void deleteTarget() throws IOException {
        try {
            Entries.unlinkat(place.to(), place.newName());
        } catch (PosixException e) {
            throw Reason.naming(target(), e);
        }
    }
}
