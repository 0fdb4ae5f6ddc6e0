/** What several tests share. */
@NullMarked
package org.vss4j.testing;

import org.jspecify.annotations.NullMarked;
