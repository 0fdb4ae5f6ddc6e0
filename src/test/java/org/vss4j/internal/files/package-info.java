/** Tests of what is done to files: with each operation made to fail, and with the process dying at each. */
@NullMarked
package org.vss4j.internal.files;

import org.jspecify.annotations.NullMarked;
