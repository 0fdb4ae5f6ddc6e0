/**
 * Trees of files: copying them, deleting them, building one beside its final place, and remembering on disk what must be
 * undone should this process die. Depends on nothing but the JDK.
 */
@NullMarked
package org.vss4j.internal.files;

import org.jspecify.annotations.NullMarked;
