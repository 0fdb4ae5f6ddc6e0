package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.Reason;

/** A folder that is copied by java.nio, by its path. It is open only while it is listed. */
final class JavaFolder implements CopiedFolder {

    private final Path source;
    private final Path target;
    private final Metadata metadata;
    private final BasicFileAttributes attributes;
    private @Nullable JavaListing listing;

    JavaFolder(Path source, Path target, Metadata metadata, BasicFileAttributes attributes) {
        this.source = source;
        this.target = target;
        this.metadata = metadata;
        this.attributes = attributes;
    }

    @Override
    public Path source() {
        return source;
    }

    @Override
    public void startListing() throws UnreadableException {
        listing = JavaListing.open(source, attributes);
    }

    @Override
    public @Nullable CopiedEntry next() throws UnreadableException {
        Path entry = listing == null ? null : listing.next();
        return entry == null ? null : entry(entry.getFileName());
    }

    @Override
    public void endListing() throws UnreadableException {
        if (listing != null) {
            listing.close();
            listing = null;
        }
    }

    @Override
    public CopiedEntry entry(Path name) {
        return JavaEntry.of(source.resolve(name), target.resolve(name), metadata);
    }

    @Override
    public void finish() throws IOException {
        try {
            metadata.write(target, attributes);
        } catch (IOException e) {
            throw Reason.naming(target, e);
        }
    }

    @Override
    public void close() {
        try {
            endListing();
        } catch (UnreadableException ignored) {
            // Nobody waits for the rest.
        }
    }
}
