package org.vss4j.internal.copy;

import static org.vss4j.internal.posix.Descriptor.O_NOFOLLOW;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.Reason;
import org.vss4j.internal.posix.Entries;
import org.vss4j.internal.posix.Errno;
import org.vss4j.internal.posix.Listing;
import org.vss4j.internal.posix.PosixException;
import org.vss4j.internal.posix.PosixName;

/**
 * A folder that is copied by the calls of Linux. It is open, with the one that is made of it, until both are finished; but of
 * a deep tree only the lowest ones are.
 */
final class PosixFolder implements CopiedFolder {

    /** How many are open on the way down, each with the one that is made of it, besides the uppermost. */
    static final int OPEN_LEVELS = 32;

    private static final int OF_OWNER = 0_700;
    private static final String REPLACED = "replaced while it was read";

    private final PosixPlace place;
    private final PosixAttributes attributes;
    private final CopyObserver observer;
    private final Rung target;
    private @Nullable Rung source;
    private @Nullable Listing listing;

    /** Its path, while it is the lowest: of a deep tree there can't be all of them. */
    private @Nullable Path path;

    private PosixFolder(PosixPlace place, Path path, PosixAttributes attributes, CopyObserver observer, Rung target) {
        this.place = place;
        this.path = path;
        this.attributes = attributes;
        this.observer = observer;
        this.target = target;
    }

    /** Makes the folder of the target. */
    static PosixFolder make(PosixPlace place, Path source, PosixAttributes attributes, CopyObserver observer)
            throws IOException {
        PosixFolder above = place.folder();
        try {
            Entries.mkdirat(place.to(), place.newName(), OF_OWNER);
            Rung made = Rung.open(above == null ? null : above.target, place.to(), place.newName(), O_NOFOLLOW);
            PosixFolder folder = new PosixFolder(place, source, attributes, observer, made);
            folder.becomeLowest();
            return folder;
        } catch (PosixException e) {
            throw Reason.naming(place.top().target(source), e);
        }
    }

    private @Nullable PosixFolder above() {
        return place.folder();
    }

    /** Lets the one above forget its path, and closes for a while one far above; what is above that is closed already. */
    private void becomeLowest() throws PosixException {
        PosixFolder folder = above();
        if (folder != null) {
            folder.path = null;
        }
        for (int i = 1; folder != null && i < OPEN_LEVELS; i++) {
            folder = folder.above();
        }
        if (folder != null && folder.above() != null) {
            folder.closeBoth();
        }
    }

    @Override
    public Path source() {
        return Objects.requireNonNull(path, "not the lowest");
    }

    private Path target() {
        return place.top().target(source());
    }

    @Override
    public void startListing() throws UnreadableException {
        PosixFolder above = above();
        try {
            Rung opened = Rung.open(
                    above == null ? null : above.source, place.from(), place.name(), above == null ? 0 : O_NOFOLLOW);
            source = opened;
            if (!opened.id().equals(attributes.status().id())) {
                opened.close();
                throw new UnreadableException(REPLACED);
            }
            listing = Listing.of(opened.descriptor());
        } catch (PosixException e) {
            throw e.is(Errno.ELOOP, Errno.ENOTDIR) ? new UnreadableException(REPLACED) : new UnreadableException(e);
        }
    }

    @Override
    public @Nullable CopiedEntry next() throws UnreadableException {
        try {
            PosixName name = listing == null ? null : listing.next();
            return name == null ? null : entry(name);
        } catch (PosixException e) {
            throw new UnreadableException(e);
        }
    }

    @Override
    public void endListing() {
        if (listing != null) {
            listing.close();
            listing = null;
        }
    }

    @Override
    public CopiedEntry entry(Path name) throws UnreadableException {
        return entry(PosixName.of(name));
    }

    private CopiedEntry entry(PosixName name) throws UnreadableException {
        if (source == null || !source.isOpen()) {
            throw new UnreadableException("moved while it was read");
        }
        PosixPlace below = new PosixPlace(this, source.descriptor(), name, target.descriptor(), name, place.top());
        return new PosixEntry(below, observer);
    }

    @Override
    public void finish() throws IOException {
        try {
            attributes.write(target.descriptor());
        } catch (PosixException e) {
            throw Reason.naming(target(), e);
        }
        PosixFolder above = above();
        if (above != null) {
            above.comeBackFrom(this);
        }
        close();
    }

    /** Opens both folders again, if they were closed. A folder of the source that is not there any more stays closed. */
    private void comeBackFrom(PosixFolder below) throws IOException {
        path = below.source().getParent();
        try {
            target.resume(below.target);
        } catch (IOException e) {
            throw Reason.naming(target(), e);
        }
        try {
            Objects.requireNonNull(source).resume(below.source);
        } catch (IOException ignored) {
            // Told for each of its entries that have not been copied yet.
        }
    }

    @Override
    public void close() {
        endListing();
        try {
            closeBoth();
        } catch (PosixException ignored) {
            // A folder that can't be closed has been, and was only read.
        }
    }

    private void closeBoth() throws PosixException {
        try {
            target.close();
        } finally {
            if (source != null) {
                source.close();
            }
        }
    }
}
