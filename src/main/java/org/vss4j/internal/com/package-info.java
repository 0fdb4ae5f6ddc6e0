/**
 * How a call of COM is made: references with their gate, apartments, frames for out-parameters, GUIDs and strings, and the
 * functions that a library exports. It knows no interface of VSS but {@code IUnknown}. Not here: the slots of interfaces
 * ({@code slots}), what calls give back ({@code read}), and what Windows has beside COM ({@code internal.windows}).
 */
@NullMarked
package org.vss4j.internal.com;

import org.jspecify.annotations.NullMarked;
