package org.vss4j.requester;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
        removeThoseOfTheDead(folder.resolveSibling(""), LinkFolder::running);
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

    /**
     * Removes what processes that do not run have left.
     *
     * @param running gives the ids of those that run; asked after the folders have been seen, since one may just have begun
     */
    static void removeThoseOfTheDead(Path temporary, Supplier<Set<Long>> running) {
        Map<Path, Long> found = new LinkedHashMap<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : folders) {
                Matcher name = NAME.matcher(folder.getFileName().toString());
                if (name.matches()) {
                    found.put(folder, Long.parseLong(name.group(1)));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(DEBUG, "Links of processes that are gone were not looked for: {0}", e);
        }
        found.values().removeAll(running.get());
        found.keySet().forEach(LinkFolder::removeOfTheDead);
    }

    /** Of a list, for {@link ProcessHandle#of} finds nothing also where this process may not open the other. */
    private static Set<Long> running() {
        return ProcessHandle.allProcesses().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static void removeOfTheDead(Path folder) {
        try {
            new LinkFolder(folder).delete();
        } catch (IOException e) {
            // Another user's, say. The next process tries again.
            LOG.log(DEBUG, "The link of a process that is gone was not removed: {0}", e);
        }
    }
}
