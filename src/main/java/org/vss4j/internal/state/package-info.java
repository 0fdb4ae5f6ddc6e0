/**
 * The state folder, where processes note what must be undone should they die: locks, notes, the record of shadow copies, a
 * target that is built beside its place, and recovery. It also knows what of all that is no part of a copy. Not here: how files
 * are copied, and what VSS is.
 */
@NullMarked
package org.vss4j.internal.state;

import org.jspecify.annotations.NullMarked;
