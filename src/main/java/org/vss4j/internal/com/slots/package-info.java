/**
 * One static method for each vtable slot that is called, with its C prototype above it: the arguments go in and the HRESULT
 * comes out as they are, and the call is recorded. Of interfaces that extend each other, the newest one's binding serves for
 * all, since a slot has the same number in each; the caller has the pointer of the interface that has the method. Not here:
 * anything that decides, allocates, or frees.
 */
@NullMarked
package org.vss4j.internal.com.slots;

import org.jspecify.annotations.NullMarked;
