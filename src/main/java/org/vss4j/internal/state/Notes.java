package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.Directories;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Presence;
import org.vss4j.internal.files.Reason;

/** The directory of a process's notes: one file each, there whole or not at all. Safe for use by many threads. */
final class Notes {

    private static final String SUFFIX = ".note";

    private final AtomicInteger count = new AtomicInteger();
    private final Path directory;
    private final Set<Path> dropped = ConcurrentHashMap.newKeySet();

    Notes(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /** Writes a note; when this returns, it is on the disk. */
    Note add(NotedUndo noted) throws IOException {
        String number = String.format(Locale.ROOT, "%010d", count.incrementAndGet());
        Path file = directory.resolve(number + SUFFIX);
        WholeFile.write(file, NoteFormat.write(noted));
        return new Note(file, dropped);
    }

    /**
     * Performs all notes, the latest first, and withdraws those performed. The others stay; so do all that are earlier than
     * one that can't be read: what is to be done about their paths, that one may tell.
     *
     * @param culprit who left them, for the lines
     * @param observer told what was undone
     * @return why notes could not be performed, and what stays for that; empty if all were
     */
    List<IOException> perform(String culprit, RecoveryObserver observer) {
        List<IOException> failures = new ArrayList<>();
        // What one that could not be performed names is left as it is: the next time that one tells what is to be done.
        Set<Path> held = new HashSet<>();
        // What one of them kept, no earlier one deletes.
        Set<Path> kept = new HashSet<>();
        boolean areAllHeld = false;
        for (Path file : filesOr(failures)) {
            try {
                NotedUndo noted = read(file);
                if (noted == null) {
                    continue;
                }
                Undo undo = noted.undo();
                if (dropped.contains(file) || kept.contains(undo.subject())) {
                    remove(file, failures);
                    continue;
                }
                if (areAllHeld || undo.paths().stream().anyMatch(held::contains)) {
                    held.addAll(undo.paths());
                    addIfThere(undo.subject(), failures);
                    continue;
                }
                try {
                    perform(noted, culprit, observer);
                    if (undo instanceof Undo.Deliver) {
                        kept.add(undo.subject());
                    }
                    Note.remove(file);
                } catch (NotedUndo.OutOfReachException e) {
                    if (e.isForGood()) {
                        failures.add(e);
                        remove(file, failures);
                    } else {
                        held.addAll(undo.paths());
                        failures.add(new IOException(
                                e.getMessage() + "; or, if that will never be, delete the note " + PathText.of(file),
                                e));
                    }
                } catch (IOException e) {
                    held.addAll(undo.paths());
                    failures.add(e);
                }
            } catch (IOException e) {
                areAllHeld = true;
                failures.add(e);
            }
        }
        return failures;
    }

    private List<Path> filesOr(List<IOException> failures) {
        try {
            return files();
        } catch (IOException e) {
            failures.add(e);
            return List.of();
        }
    }

    private static void remove(Path file, List<IOException> failures) {
        try {
            Note.remove(file);
        } catch (IOException e) {
            failures.add(e);
        }
    }

    /** Names what is not touched, since a later note about it could not be performed, or read. */
    private static void addIfThere(Path subject, List<IOException> failures) {
        try {
            if (!Presence.of(subject)) {
                return;
            }
        } catch (IOException ignored) {
            // It may be there.
        }
        failures.add(new IOException(
                "left " + PathText.of(subject) + " as it is, since something else has to be done about it first"));
    }

    private static void perform(NotedUndo noted, String culprit, RecoveryObserver observer) throws IOException {
        String line = noted.perform(culprit, observer::checkpoint);
        if (line != null) {
            observer.report(line);
        }
    }

    /** Returns all paths in the notes, but for notes that can't be read. */
    Set<Path> paths() throws IOException {
        Set<Path> paths = new HashSet<>();
        readable().forEach(undo -> paths.addAll(undo.paths()));
        return paths;
    }

    /** Returns the shadow copies that are still to be put on record, but for notes that can't be read. */
    List<OrphanRecord> unrecorded() throws IOException {
        List<OrphanRecord> orphans = new ArrayList<>();
        for (Undo undo : readable()) {
            if (undo instanceof Undo.PutOnRecord record) {
                orphans.add(record.orphan());
            }
        }
        return orphans;
    }

    private List<Undo> readable() throws IOException {
        List<Undo> undos = new ArrayList<>();
        for (Path file : files()) {
            try {
                NotedUndo noted = read(file);
                if (noted != null) {
                    undos.add(noted.undo());
                }
            } catch (IOException ignored) {
                // Who performs it names it; the others are none the worse.
            }
        }
        return undos;
    }

    /** Returns null if the note has been withdrawn meanwhile. */
    private static @Nullable NotedUndo read(Path file) throws IOException {
        try {
            return NoteFormat.read(WholeFile.read(file), file.getFileSystem().provider());
        } catch (NoSuchFileException ignored) {
            return null;
        } catch (IOException e) {
            throw new IOException("could not read the note " + PathText.of(file) + ": " + Reason.of(e), e);
        } catch (IllegalArgumentException e) {
            throw new IOException("could not understand the note " + PathText.of(file) + ": " + e.getMessage(), e);
        }
    }

    /** Returns the notes, the latest first. Without the directory, which is made first and deleted last, none. */
    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Directories.ofOurs(directory, "*" + SUFFIX)) {
            entries.forEach(files::add);
        } catch (NoSuchFileException ignored) {
            return files;
        } catch (DirectoryIteratorException e) {
            throw Reason.naming(directory, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw Reason.naming(directory, e);
        }
        files.sort(Comparator.reverseOrder());
        return files;
    }
}
