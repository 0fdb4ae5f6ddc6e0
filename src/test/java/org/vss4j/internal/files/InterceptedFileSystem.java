package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Set;

/** The default file system, with an {@link Interceptor} in front of each operation on the paths made here. */
public final class InterceptedFileSystem extends FileSystem {
    private final FileSystem real = FileSystems.getDefault();
    private final InterceptedProvider provider;

    public InterceptedFileSystem(Interceptor interceptor) {
        this.provider = new InterceptedProvider(this, interceptor);
    }

    /** Returns a path of this file system. */
    public Path path(Path path) {
        return new InterceptedPath(this, path);
    }

    /** Closes all channels that are open, as the end of a process does; so all locks are free. */
    public void closeChannels() throws IOException {
        provider.closeChannels();
    }

    public static Path real(Path path) {
        return ((InterceptedPath) path).real();
    }

    @Override
    public InterceptedProvider provider() {
        return provider;
    }

    @Override
    public Path getPath(String first, String... more) {
        return path(real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        PathMatcher matcher = real.getPathMatcher(syntaxAndPattern);
        return path -> matcher.matches(real(path));
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return real.supportedFileAttributeViews();
    }

    @Override
    public String getSeparator() {
        return real.getSeparator();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
