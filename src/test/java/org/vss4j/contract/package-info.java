/** The contract of IVssAsync, as one suite for every server there is. */
@NullMarked
package org.vss4j.contract;

import org.jspecify.annotations.NullMarked;
