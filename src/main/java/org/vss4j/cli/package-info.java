/** The command line: one class for each command, and what they print. */
@NullMarked
package org.vss4j.cli;

import org.jspecify.annotations.NullMarked;
