/**
 * What copying and the state folder share: paths as text, which folder lies in which, reasons of failures, rights that a
 * folder's owner gives himself, and the removal of trees. Not here: anything that only one of the two needs.
 */
@NullMarked
package org.vss4j.internal.files;

import org.jspecify.annotations.NullMarked;
