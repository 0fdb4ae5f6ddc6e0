/** Tests of the calls of Linux: each as it succeeds, and as it fails by each error that callers tell apart. */
@NullMarked
package org.vss4j.internal.posix;

import org.jspecify.annotations.NullMarked;
