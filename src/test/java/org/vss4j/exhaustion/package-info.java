/**
 * What is left when the stack or the memory ends in the middle of a call, or a log handler throws or closes what the call is
 * about: each public method, tried in JVMs of its own, on the service in C.
 */
@NullMarked
package org.vss4j.exhaustion;

import org.jspecify.annotations.NullMarked;
