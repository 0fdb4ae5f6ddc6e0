/** The gate under jcstress: what the memory model allows, as far as this machine shows it. Not part of the ordinary build. */
@NullMarked
package org.vss4j.concurrency.jcstress;

import org.jspecify.annotations.NullMarked;
