/**
 * What writers say of themselves: a {@link org.vss4j.writer.WriterMetadata} for each, with its components and their files.
 * All of it is immutable data, read by a session from the service, and given to the simulator to describe a writer.
 *
 * <p>A text that a writer leaves out is empty here, never null, as a BSTR of NULL is an empty string.
 *
 * <p>Not here: how a writer fares in a session, which is the {@linkplain org.vss4j.requester requester's}; nothing here knows
 * native code.
 */
@NullMarked
package org.vss4j.writer;

import org.jspecify.annotations.NullMarked;
