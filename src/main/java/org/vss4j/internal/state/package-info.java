/**
 * The state folder, where processes note what must be undone should they die: locks, notes, the record of shadow copies, a
 * target that is built beside its place, recovery, and how all that gets to the disk so that a power cut takes none of it. It
 * also knows what of it is no part of a copy. Not here: how files are copied, and what VSS is.
 */
@NullMarked
package org.vss4j.internal.state;

import org.jspecify.annotations.NullMarked;
