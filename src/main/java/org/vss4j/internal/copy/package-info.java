/**
 * A tree of files, copied: what is read, what is written, which attributes go along, and who is told. Not here: where the
 * copy is built and how it gets into its place, which is in {@code internal.state}; and what a command tells of it.
 */
@NullMarked
package org.vss4j.internal.copy;

import org.jspecify.annotations.NullMarked;
