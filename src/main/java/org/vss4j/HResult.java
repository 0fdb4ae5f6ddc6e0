package org.vss4j;

/**
 * An HRESULT: the 32-bit code by which a COM method says how it ended.
 *
 * @param value the code; negative means failure
 */
public record HResult(int value) {}
