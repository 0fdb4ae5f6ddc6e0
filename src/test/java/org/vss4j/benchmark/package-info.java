/** What things cost, and what they cost others: run by scripts/benchmark, never by the build. */
@NullMarked
package org.vss4j.benchmark;

import org.jspecify.annotations.NullMarked;
