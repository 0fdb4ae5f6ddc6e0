/** What many threads may do to a gate and to an operation, over the interleavings that a tool finds. */
@NullMarked
package org.vss4j.concurrency;

import org.jspecify.annotations.NullMarked;
