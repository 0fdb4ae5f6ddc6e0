/** The binary interface as Microsoft's own headers have it, in tables, and the tests that hold the bindings to them. */
@NullMarked
package org.vss4j.abi;

import org.jspecify.annotations.NullMarked;
