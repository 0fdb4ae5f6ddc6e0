/**
 * The hand-written code that touches native memory: references, GUIDs, strings, apartments, and one method for each
 * vtable slot that is used.
 */
@NullMarked
package org.vss4j.internal.com;

import org.jspecify.annotations.NullMarked;
