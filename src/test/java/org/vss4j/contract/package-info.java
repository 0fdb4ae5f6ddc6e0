/**
 * What VSS promises: the catalogue of its rules, and the contracts of IVssAsync and of backup sessions, as suites for every
 * server there is.
 */
@NullMarked
package org.vss4j.contract;

import org.jspecify.annotations.NullMarked;
