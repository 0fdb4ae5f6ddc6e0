package org.vss4j.requester;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vss4j.internal.trace.SessionLogger;

/**
 * A folder in the system's temporary one, for the link to a shadow copy. Its name has the process's id: what a process
 * that was killed left is removed by the next that makes a folder.
 */
record LinkFolder(Path path) {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");
    private static final String PREFIX = "vss4j-link-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})-.*");

    static LinkFolder make() throws IOException {
        Path folder = Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
        removeThoseOfTheDead(folder.resolveSibling(""));
        return new LinkFolder(folder);
    }

    /** Where the link is to be. */
    Path link() {
        return path.resolve("copy");
    }

    /** Removes the link, not what it leads to, and the folder. */
    void delete() throws IOException {
        Files.deleteIfExists(link());
        Files.deleteIfExists(path);
    }

    private static void removeThoseOfTheDead(Path temporary) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : folders) {
                if (isOfTheDead(folder)) {
                    new LinkFolder(folder).delete();
                }
            }
        } catch (IOException e) {
            // Another user's, say. The next process tries again.
            LOG.log(DEBUG, "Links of processes that are gone were not removed: {0}", e);
        }
    }

    private static boolean isOfTheDead(Path folder) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }
}
