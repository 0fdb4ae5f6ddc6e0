package org.vss4j.simulator;

import java.nio.file.Path;

/**
 * Something that is left of a simulated shadow copy, which has been deleted: nobody finds the copy any more, but not all of
 * its files could be removed. The next simulator with the same state folder tries again.
 *
 * @param path where it is
 * @param reason why it could not be removed, in a few words; begins with a path if it is about one below that
 */
public record Leftover(Path path, String reason) {}
