package org.vss4j.internal.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vss4j.internal.state.NoteFormat;
import org.vss4j.internal.state.NotedUndo;
import org.vss4j.internal.state.Undo;

/** The folder of a process that has died, in the root of a {@link org.vss4j.internal.state.StateDirectory}. */
public final class DeadProcess {
    private final Path folder;
    private int notes;

    /** Makes the folder, as a process makes it. */
    public DeadProcess(Path root) throws IOException {
        folder = Files.createDirectories(root.resolve("1-1-" + "0".repeat(32)));
        Files.createFile(lock());
        Files.createDirectory(notes());
        Files.createDirectory(folder.resolve("work"));
    }

    public Path folder() {
        return folder;
    }

    public Path lock() {
        return folder.resolve("lock");
    }

    public Path notes() {
        return folder.resolve("notes");
    }

    public Path file() throws IOException {
        return Files.writeString(folder.resolve("work/file"), "frozen");
    }

    public DeadProcess note(Undo undo) throws IOException {
        return note(NoteFormat.write(NotedUndo.of(undo)).getBytes(US_ASCII));
    }

    public DeadProcess note(byte[] text) throws IOException {
        Files.write(notes().resolve("%010d.note".formatted(++notes)), text);
        return this;
    }

    /** Renames the folders of this process in a root, for it would not take its own for those of a dead one. */
    public static void makeAllForeign(Path root) throws IOException {
        if (Files.exists(root)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, "*-*-*")) {
                for (Path own : folders) {
                    String name = own.getFileName().toString();
                    Files.move(own, root.resolve("1-1" + name.substring(name.lastIndexOf('-'))));
                }
            }
        }
    }
}
