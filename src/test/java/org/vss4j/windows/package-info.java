/** What only Windows has: its loader, its drives and device objects, its apartments, its consoles. */
@NullMarked
package org.vss4j.windows;

import org.jspecify.annotations.NullMarked;
