package org.vss4j.internal.comserver;

import org.vss4j.internal.com.InterfaceId;

/** An object with the interface IVssAsync. Its methods are called on any thread, several at a time. */
public abstract class AsyncServer extends ComServer {
    /** An object with one reference. */
    protected AsyncServer() {
        super(InterfaceId.IVSS_ASYNC, AsyncFace.VTABLE);
    }

    /**
     * IVssAsync::Cancel.
     *
     * @return an HRESULT
     */
    protected abstract int cancel();

    /**
     * IVssAsync::Wait.
     *
     * @param milliseconds how long at most; as an unsigned number, -1 is without limit
     * @return an HRESULT
     */
    protected abstract int await(int milliseconds);

    /**
     * IVssAsync::QueryStatus.
     *
     * @param out takes the status; left alone, the caller's variable stays as it is
     * @return an HRESULT
     */
    protected abstract int queryStatus(StatusOut out);

    /** The out-parameter of QueryStatus. */
    @FunctionalInterface
    public interface StatusOut {
        /**
         * Sets the caller's variable.
         *
         * @param status an HRESULT
         */
        void set(int status);
    }
}
