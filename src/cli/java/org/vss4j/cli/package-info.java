/**
 * The command line: one class for each command, what they share, and what a signal does to them. It is a jar of its own,
 * above the library, and nobody depends on it. Not here: how a report looks, which is in {@code org.vss4j.cli.output}, and
 * whatever a program would want to call, which is in the library.
 */
@NullMarked
package org.vss4j.cli;

import org.jspecify.annotations.NullMarked;
