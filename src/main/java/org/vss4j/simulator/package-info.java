/**
 * A simulator of the Volume Shadow Copy Service in this process: for tests, and for systems that have no such service.
 * What it makes is called through the same binary interface as the service of Windows.
 *
 * <p>Not here: anything that a requester does; and how an object of COM is made in Java, which nobody outside need know.
 */
@NullMarked
package org.vss4j.simulator;

import org.jspecify.annotations.NullMarked;
