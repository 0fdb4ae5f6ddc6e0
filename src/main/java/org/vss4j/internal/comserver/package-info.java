/**
 * COM objects that are implemented in Java: vtables of upcall stubs, one for all objects of a kind, and the Java side of
 * the structures that cross them. An exception never crosses an upcall. Not here: what the objects do, which is the simulator's.
 */
@NullMarked
package org.vss4j.internal.comserver;

import org.jspecify.annotations.NullMarked;
