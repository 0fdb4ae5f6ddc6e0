package org.vss4j.internal.windows;

/** A function of Windows failed and said why by {@code GetLastError}. */
public final class Win32Exception extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final int error;

    public Win32Exception(String call, int error) {
        super(call + " failed: Windows error " + error);
        this.call = call;
        this.error = error;
    }

    /**
     * What failed.
     *
     * @return the function, and what it was called with
     */
    public String call() {
        return call;
    }

    /** The error as {@code GetLastError} has it. */
    int error() {
        return error;
    }

    /**
     * The error as an HRESULT.
     *
     * @return {@code HRESULT_FROM_WIN32} of it
     */
    public int hresult() {
        return error <= 0 ? error : 0x8007_0000 | (error & 0xFFFF);
    }
}
