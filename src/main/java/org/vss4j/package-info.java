/** Asynchronous operations of the Volume Shadow Copy Service: their states, the results of a cancel, and error codes. */
@NullMarked
package org.vss4j;

import org.jspecify.annotations.NullMarked;
