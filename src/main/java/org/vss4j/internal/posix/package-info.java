/**
 * The calls of Linux that java.nio hides: everything relative to an open directory, with the error's number, exact times, and
 * names as bytes. One static method for each call, by trade: {@code Descriptor} opens and closes, {@code Entries} are the names
 * in a directory, {@code Inodes} what a file is besides its contents, {@code Contents} those, {@code Processes} the process. A
 * call that a signal interrupts is made again. Where {@link org.vss4j.internal.posix.Posix#isAvailable} says no, java.nio has
 * to do: it knows no number of an error, saturates times before 1677 and after 2262, takes no path longer than the system's
 * longest, and follows a link that takes a folder's place. Not here: walks over trees, and what a copy or a removal is.
 */
@NullMarked
package org.vss4j.internal.posix;

import org.jspecify.annotations.NullMarked;
