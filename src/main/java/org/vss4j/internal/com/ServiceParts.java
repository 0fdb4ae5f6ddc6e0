package org.vss4j.internal.com;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * What a service is made of whose exports are not those of a file.
 *
 * @param exports the functions
 * @param volumes finds the volume that holds a file
 * @param name how the service is called in a ledger
 */
public record ServiceParts(VssExports exports, UnaryOperator<Path> volumes, String name) {}
