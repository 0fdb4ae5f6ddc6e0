package org.vss4j.internal.files;

import static org.vss4j.internal.files.InterceptedFileSystem.real;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.Interceptor.Operation;

/** The operations of an {@link InterceptedFileSystem}. */
final class InterceptedProvider extends FileSystemProvider {
    private final FileSystemProvider real = FileSystems.getDefault().provider();
    private final Set<FileChannel> channels = ConcurrentHashMap.newKeySet();
    private final InterceptedFileSystem system;
    private final Interceptor interceptor;

    InterceptedProvider(InterceptedFileSystem system, Interceptor interceptor) {
        this.system = system;
        this.interceptor = interceptor;
    }

    void closeChannels() throws IOException {
        for (FileChannel channel : channels) {
            channel.close();
        }
    }

    private Path before(Operation operation, Path path) throws IOException {
        interceptor.before(operation, real(path));
        return real(path);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        boolean mayCreate =
                options.contains(StandardOpenOption.CREATE) || options.contains(StandardOpenOption.CREATE_NEW);
        Path file = before(mayCreate ? Operation.CREATE : Operation.OPEN, path);
        FileChannel channel = real.newFileChannel(file, options, attributes);
        channels.add(channel);
        return new InterceptedChannel(channel, operation -> interceptor.before(operation, file));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        Path directory = before(Operation.LIST, path);
        return new InterceptedDirectory(
                real.newDirectoryStream(directory, entry -> filter.accept(system.path(entry))),
                system,
                () -> interceptor.before(Operation.NEXT, directory));
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
        real.createDirectory(before(Operation.MAKE_DIRECTORY, path), attributes);
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) throws IOException {
        real.createSymbolicLink(before(Operation.MAKE_LINK, link), real(target), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        real.delete(before(Operation.DELETE, path));
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        real.move(before(Operation.MOVE, source), real(target), options);
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        try {
            return real.getFileAttributeView(before(Operation.CHANGE_ATTRIBUTES, path), type, options);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return real.readAttributes(before(Operation.LOOK, path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return real.readAttributes(before(Operation.LOOK, path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        real.setAttribute(before(Operation.CHANGE_ATTRIBUTES, path), attribute, value, options);
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        return system.path(real.readSymbolicLink(before(Operation.LOOK, link)));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        real.checkAccess(before(Operation.LOOK, path), modes);
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return real.isSameFile(real(path), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return real.isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return real.getFileStore(real(path));
    }

    /** Reads the URIs that the paths of this file system have, which are those of the real ones. */
    @Override
    public Path getPath(URI uri) {
        return system.path(real.getPath(uri));
    }

    @Override
    public String getScheme() {
        return real.getScheme();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }
}
