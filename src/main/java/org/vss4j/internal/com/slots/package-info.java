/**
 * One static method for each vtable slot that is called, with its C prototype above it: the arguments go in and the HRESULT
 * comes out as they are, and the call is recorded. Not here: anything that decides, allocates, or frees.
 */
@NullMarked
package org.vss4j.internal.com.slots;

import org.jspecify.annotations.NullMarked;
