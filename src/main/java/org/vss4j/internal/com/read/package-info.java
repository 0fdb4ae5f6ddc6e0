/**
 * What calls give back, as records: structures, enumerations, writers' metadata and components, with all that has to be
 * freed freed. Not here: when to call, and what it means for a session, which is the requester's.
 */
@NullMarked
package org.vss4j.internal.com.read;

import org.jspecify.annotations.NullMarked;
