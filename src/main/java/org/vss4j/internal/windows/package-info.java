/**
 * What Windows has beside VSS: functions of kernel32, ole32 and advapi32, the platform, elevation, wide strings and file
 * times. The few functions that report by {@code GetLastError} are bound by hand here. Not here: COM, but for the functions of
 * ole32 by which a process joins it.
 */
@NullMarked
package org.vss4j.internal.windows;

import org.jspecify.annotations.NullMarked;
