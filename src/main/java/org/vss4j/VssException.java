package org.vss4j;

/**
 * A call of the Volume Shadow Copy Service, or an operation that it began, failed. The message is one line: what failed,
 * the code's name and number, and what the code means.
 */
public class VssException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What failed, as Microsoft names it. */
    private final String operation;

    /** The code; kept as a number, since {@link HResult} is not serializable. */
    private final int code;

    /**
     * An exception whose message says what the code means.
     *
     * @param operation what failed, as Microsoft names it, such as {@code DoSnapshotSet}
     * @param hresult the code
     */
    public VssException(String operation, HResult hresult) {
        this(operation, hresult, hresult.meaning());
    }

    /**
     * An exception whose message says more than the code does.
     *
     * @param operation what failed, as Microsoft names it, such as {@code DoSnapshotSet}
     * @param hresult the code
     * @param detail what the code stands for in this case
     */
    public VssException(String operation, HResult hresult, String detail) {
        super(operation + " failed: " + hresult + ": " + detail);
        this.operation = operation;
        this.code = hresult.value();
    }

    /**
     * What failed.
     *
     * @return the name that Microsoft gives the method, such as {@code DoSnapshotSet}
     */
    public String operation() {
        return operation;
    }

    /**
     * The code of the failure. A success code where a call gave one that its documentation does not know.
     *
     * @return the code
     */
    public HResult hresult() {
        return HResult.of(code);
    }

    /**
     * What to do about it.
     *
     * @return one or two sentences
     */
    public String advice() {
        return hresult().advice();
    }
}
