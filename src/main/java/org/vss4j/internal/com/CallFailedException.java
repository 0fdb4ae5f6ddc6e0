package org.vss4j.internal.com;

/** A COM call returned an error. */
public final class CallFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String method;
    private final int hresult;

    public CallFailedException(String method, int hresult) {
        super(String.format("%s: 0x%08X", method, hresult));
        this.method = method;
        this.hresult = hresult;
    }

    /** Fails if a call did. */
    public static void check(String method, int hresult) {
        if (hresult < 0) {
            throw new CallFailedException(method, hresult);
        }
    }

    /**
     * What failed.
     *
     * @return the method as Microsoft names it
     */
    public String method() {
        return method;
    }

    /**
     * What the call returned.
     *
     * @return an HRESULT
     */
    public int hresult() {
        return hresult;
    }
}
