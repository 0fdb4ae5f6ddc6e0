package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.internal.posix.FileStatus;
import org.vss4j.internal.posix.FileSystemStatus;
import org.vss4j.internal.posix.Inodes;
import org.vss4j.internal.posix.Posix;
import org.vss4j.internal.posix.PosixName;
import org.vss4j.internal.windows.Platform;

/**
 * What a folder is known by, so that later, also after a restart, it can be told from what else may be at its path: as when
 * its disk is not mounted, or the folder has been moved away.
 *
 * <p>A number alone tells nothing, for every disk gives the same ones: it counts together with the time at which the folder
 * was made, or with what the file system is known by. In doubt it is another.
 *
 * @param folder its own; empty if it was not there, or has none
 * @param top that of the file system around it, or of the part of one that is mounted
 * @param fileSystem what that is known by: one word of ASCII; empty if it is not
 */
public record FolderMark(Optional<FileMark> folder, Optional<FileMark> top, Optional<String> fileSystem) {
    /** What is known of nothing. */
    public static final FolderMark UNKNOWN = new FolderMark(Optional.empty(), Optional.empty(), Optional.empty());

    private static final String NONE = "none";
    private static final Pattern TEXT = Pattern.compile("(.+); (.+); (.+)");

    /** On Windows the number of a file begins with that of its volume: so many hexadecimal digits. */
    private static final int VOLUME_DIGITS = 16;

    /** What has become of a folder. */
    public enum Fate {
        /** It is at its path, as far as that can be told. */
        THERE,
        /** Its file system is there, and the folder is not at its path any more. */
        GONE,
        /** It is another one, and its file system is not there; or that cannot be told. */
        OFF
    }

    /**
     * Returns that of a folder; {@link #UNKNOWN} if there is none, or nobody can look at it; and where only java.nio can, which
     * does not say what a file system is known by.
     */
    public static FolderMark of(Path folder) {
        if (!Posix.reaches(folder) && !Platform.isWindows()) {
            return UNKNOWN;
        }
        try {
            return new FolderMark(FileMark.of(folder), top(folder), fileSystem(folder));
        } catch (IOException ignored) {
            return UNKNOWN;
        }
    }

    /** Tells what has become of the folder that this is the mark of. */
    public Fate fateOf(Path path) {
        if (folder.isEmpty()) {
            return Fate.THERE;
        }
        FolderMark now = of(path);
        if (isSame(folder, now.folder, now.fileSystem)) {
            return Fate.THERE;
        }
        Path around = nearest(path);
        FolderMark there = around == null ? UNKNOWN : of(around);
        return isSame(top, there.top, there.fileSystem) ? Fate.GONE : Fate.OFF;
    }

    private boolean isSame(Optional<FileMark> mark, Optional<FileMark> other, Optional<String> otherFileSystem) {
        if (mark.isEmpty() || other.isEmpty() || !mark.get().matches(other.get())) {
            return false;
        }
        boolean isBornThen = mark.get().isBornWith(other.get());
        return isBornThen || (fileSystem.isPresent() && fileSystem.equals(otherFileSystem));
    }

    /** Returns the first folder on the way up that is there. */
    private static @Nullable Path nearest(Path path) {
        Path there = path.toAbsolutePath();
        while (there != null && !Files.isDirectory(there)) {
            there = there.getParent();
        }
        return there;
    }

    private static Optional<FileMark> top(Path folder) throws IOException {
        if (Platform.isWindows()) {
            return FileMark.of(folder).map(FolderMark::volume);
        }
        Path top = folder.toRealPath();
        for (Path around = top.getParent(); around != null && !isMounted(top, around); around = top.getParent()) {
            top = around;
        }
        return FileMark.of(top);
    }

    private static Optional<String> fileSystem(Path folder) throws IOException {
        if (Platform.isWindows()) {
            return FileMark.of(folder).map(FolderMark::volume).map(FileMark::number);
        }
        long id =
                FileSystemStatus.statvfs(PosixName.of(folder.toAbsolutePath())).id();
        // One without an id, as most that programs of users serve, is known by its device as long as it is mounted.
        return Optional.of(
                id == 0 ? "device-" + Long.toHexString(status(folder).id().device()) : Long.toHexString(id));
    }

    private static FileMark volume(FileMark mark) {
        return new FileMark(
                mark.number().substring(0, Math.min(VOLUME_DIGITS, mark.number().length())), mark.born());
    }

    private static boolean isMounted(Path folder, Path around) throws IOException {
        return status(folder).isMountedIn(status(around).id());
    }

    private static FileStatus status(Path folder) throws IOException {
        return Inodes.statx(Descriptor.WORKING_DIRECTORY, PosixName.of(folder), Inodes.AT_SYMLINK_NOFOLLOW);
    }

    /** Returns it as one line of ASCII. */
    public String text() {
        return text(folder) + "; " + text(top) + "; " + fileSystem.orElse(NONE);
    }

    private static String text(Optional<FileMark> mark) {
        return mark.map(FileMark::text).orElse(NONE);
    }

    /**
     * Returns the mark whose {@link #text} this is.
     *
     * @throws IllegalArgumentException if it is none's
     */
    public static FolderMark parse(String text) {
        Matcher marks = TEXT.matcher(text);
        if (!marks.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not two marks and a word");
        }
        String fileSystem = marks.group(3);
        return new FolderMark(
                mark(marks.group(1)),
                mark(marks.group(2)),
                fileSystem.equals(NONE) ? Optional.empty() : Optional.of(fileSystem));
    }

    private static Optional<FileMark> mark(String text) {
        return text.equals(NONE) ? Optional.empty() : Optional.of(FileMark.parse(text));
    }
}
