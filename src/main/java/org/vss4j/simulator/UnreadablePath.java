package org.vss4j.simulator;

import java.nio.file.Path;

/**
 * Something on a volume that could not be read when it was copied, and so is missing from the simulated shadow copy.
 *
 * @param path where it is on the volume
 * @param reason why it could not be read, in a few words
 */
public record UnreadablePath(Path path, String reason) {}
