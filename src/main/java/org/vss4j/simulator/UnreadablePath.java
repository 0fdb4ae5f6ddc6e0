package org.vss4j.simulator;

import java.nio.file.Path;

/**
 * Something that the simulator could not read.
 *
 * @param path where it is
 * @param reason why it could not be read, in a few words
 */
public record UnreadablePath(Path path, String reason) {}
