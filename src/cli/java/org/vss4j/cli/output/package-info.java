/**
 * What commands say: the report at the end, as lines for people and as JSON for programs, tables, progress, and the log on
 * stderr. Not here: what a command does, or how it finds out.
 */
@NullMarked
package org.vss4j.cli.output;

import org.jspecify.annotations.NullMarked;
