/** What operations and their servers have to do, as models, and random sequences of calls that are held against them. */
@NullMarked
package org.vss4j.model;

import org.jspecify.annotations.NullMarked;
