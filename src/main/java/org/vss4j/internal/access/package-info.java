/**
 * How the packages of this module make objects of each other's public classes, of what the module exports to nobody. No
 * class here knows those it makes, so that no package depends on one that depends on it. Not here: what any user may make,
 * which is a public method.
 */
@NullMarked
package org.vss4j.internal.access;

import org.jspecify.annotations.NullMarked;
