package org.vss4j;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vss4j.internal.trace.FlightRecording;

/**
 * An HRESULT: the 32-bit code by which a COM method says how it ended.
 *
 * <p>A code that is negative as an {@code int} says that the method failed; any other says that it succeeded, and some
 * of those carry a result, such as {@link #VSS_S_ASYNC_CANCELLED}. The bits from 16 to 28 are the facility, which says
 * who defines the code; the lower 16 are the code within that facility.
 *
 * <p>A catalogue that is part of this library knows all codes of the Volume Shadow Copy Service and those of COM, RPC
 * and Win32 that a requester meets: their names, what they mean, and what to do about them. Names and values are those
 * of Microsoft's {@code vsserror.h} and {@code winerror.h}. A code that it does not hold can be used like any other; its
 * meaning is then told by its parts. The catalogue is read when it is first needed; if it is damaged, the methods that
 * need it throw {@link IllegalStateException}.
 *
 * <p>Immutable, and so safe for use by any number of threads. Works on every operating system.
 *
 * @param value the code
 */
public record HResult(int value) {
    /** Success. */
    public static final HResult S_OK = new HResult(0x00000000);

    /** An error that the callee did not foresee; the older form of {@link #VSS_E_UNEXPECTED}. */
    public static final HResult E_UNEXPECTED = new HResult(0x8000FFFF);

    /** The method, or this use of it, is not implemented. */
    public static final HResult E_NOTIMPL = new HResult(0x80004001);

    /** The object does not offer the interface. */
    public static final HResult E_NOINTERFACE = new HResult(0x80004002);

    /** A pointer is not valid. */
    public static final HResult E_POINTER = new HResult(0x80004003);

    /** A failure without a closer reason. */
    public static final HResult E_FAIL = new HResult(0x80004005);

    /** The caller may not do this. */
    public static final HResult E_ACCESSDENIED = new HResult(0x80070005);

    /** Memory or another resource is used up. */
    public static final HResult E_OUTOFMEMORY = new HResult(0x8007000E);

    /** An argument is not valid. */
    public static final HResult E_INVALIDARG = new HResult(0x80070057);

    /** The object's server has let go of it. */
    public static final HResult RPC_E_DISCONNECTED = new HResult(0x80010108);

    /** The COM security of this process is already set. */
    public static final HResult RPC_E_TOO_LATE = new HResult(0x80010119);

    /** The thread has not joined a COM apartment. */
    public static final HResult CO_E_NOTINITIALIZED = new HResult(0x800401F0);

    /** The asynchronous operation is running; a success code. */
    public static final HResult VSS_S_ASYNC_PENDING = new HResult(0x00042309);

    /** The asynchronous operation has ended well; a success code. */
    public static final HResult VSS_S_ASYNC_FINISHED = new HResult(0x0004230A);

    /** The asynchronous operation was cancelled; a success code. */
    public static final HResult VSS_S_ASYNC_CANCELLED = new HResult(0x0004230B);

    /** The object is not in a state in which the call is allowed. */
    public static final HResult VSS_E_BAD_STATE = new HResult(0x80042301);

    /** An error that VSS has no code for; it is in the Application event log. */
    public static final HResult VSS_E_UNEXPECTED = new HResult(0x80042302);

    /** The provider refused or failed. */
    public static final HResult VSS_E_PROVIDER_VETO = new HResult(0x80042306);

    /** A volume, shadow copy, component or writer does not exist. */
    public static final HResult VSS_E_OBJECT_NOT_FOUND = new HResult(0x80042308);

    /** No provider supports the volume. */
    public static final HResult VSS_E_VOLUME_NOT_SUPPORTED = new HResult(0x8004230C);

    /** What is to be added exists already. */
    public static final HResult VSS_E_OBJECT_ALREADY_EXISTS = new HResult(0x8004230D);

    /** The provider failed with an error that VSS did not expect of it. */
    public static final HResult VSS_E_UNEXPECTED_PROVIDER_ERROR = new HResult(0x8004230F);

    /** The shadow copy set is full. */
    public static final HResult VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED = new HResult(0x80042312);

    /** Another shadow copy set is being created on this machine. */
    public static final HResult VSS_E_SNAPSHOT_SET_IN_PROGRESS = new HResult(0x80042316);

    /** The kind of shadow copy that the context asks for is not supported. */
    public static final HResult VSS_E_UNSUPPORTED_CONTEXT = new HResult(0x8004231B);

    /** There is too little room for the shadow copy. */
    public static final HResult VSS_E_INSUFFICIENT_STORAGE = new HResult(0x8004231F);

    private static final int FACILITY_WIN32 = 7;
    private static final int NT_BIT = 0x10000000;
    private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Pattern HEXADECIMAL = Pattern.compile("0[xX][0-9a-fA-F]{1,8}");
    private static final Pattern DECIMAL = Pattern.compile("-?0*[0-9]{1,10}");

    static {
        FlightRecording.nameCodesBy(code -> of(code).name());
    }

    /** Whether, and when, a step that ended with a code is worth trying again unchanged. */
    public enum Retry {
        /** Not before something has been changed, or not without being told to: it would end the same or do harm. */
        NO,

        /** In seconds: something else is in the way that goes away by itself, such as another shadow copy. */
        SOON,

        /**
         * In ten minutes, up to three times, and as a whole, with a new object: Microsoft's advice for errors that pass,
         * mostly of a machine under load.
         */
        LATER
    }

    /**
     * Returns the HRESULT with a value.
     *
     * @param value the code
     * @return the HRESULT
     */
    public static HResult of(int value) {
        return new HResult(value);
    }

    /**
     * Reads an HRESULT as people write it; blanks around it are ignored.
     *
     * <ul>
     *   <li>A name from the catalogue in upper or lower case: {@code VSS_E_BAD_STATE}, {@code E_FAIL}; for codes of Win32
     *       also their own name, with or without the macro: {@code ERROR_DISK_FULL},
     *       {@code HRESULT_FROM_WIN32(ERROR_DISK_FULL)}.
     *   <li>Hexadecimal: {@code 0x} and up to eight digits, {@code 0x80042301}.
     *   <li>Decimal, unsigned or signed: {@code 2147754753}, {@code -2147212543}. Digits without {@code 0x} are always
     *       decimal, even eight that look like a hexadecimal code.
     * </ul>
     *
     * @param text a name or a number
     * @return the HRESULT, or empty if the text is none of these or beyond 32 bits
     */
    public static Optional<HResult> parse(String text) {
        String stripped = text.strip();
        if (HEXADECIMAL.matcher(stripped).matches()) {
            return Optional.of(of(Integer.parseUnsignedInt(stripped, 2, stripped.length(), 16)));
        }
        if (DECIMAL.matcher(stripped).matches()) {
            long number = Long.parseLong(stripped);
            return number < Integer.MIN_VALUE || number > MAX_UNSIGNED
                    ? Optional.empty()
                    : Optional.of(of((int) number));
        }
        return HResultCatalog.get().find(stripped).map(HResultCatalog.Row::code);
    }

    /**
     * Tells whether the method succeeded.
     *
     * @return whether the value is not negative
     */
    public boolean isSuccess() {
        return value >= 0;
    }

    /**
     * Tells whether the method failed.
     *
     * @return whether the value is negative
     */
    public boolean isFailure() {
        return value < 0;
    }

    /**
     * Returns who defines the code, as Microsoft's {@code HRESULT_FACILITY} does.
     *
     * @return the 13 bits from bit 16
     */
    public int facility() {
        return (value >>> 16) & 0x1FFF;
    }

    /**
     * Returns the name of the facility.
     *
     * @return Microsoft's name, such as {@code FACILITY_ITF}, or {@code facility 0x123} for one that does not concern a
     *     requester
     */
    public String facilityName() {
        return HResultCatalog.facilityName(facility());
    }

    /**
     * Returns the code within its facility; in {@code FACILITY_WIN32} that is the Win32 error.
     *
     * @return the lower 16 bits
     */
    public int code() {
        return value & 0xFFFF;
    }

    /**
     * Returns the value as eight hexadecimal digits.
     *
     * @return for example {@code 0x8004230F}
     */
    public String hex() {
        return "0x" + HEX.toHexDigits(value);
    }

    /**
     * Tells whether the catalogue holds this code.
     *
     * @return whether it has a name
     */
    public boolean isKnown() {
        return row().isPresent();
    }

    /**
     * Returns the name of this code.
     *
     * @return Microsoft's name, as {@code HRESULT_FROM_WIN32(ERROR_DISK_FULL)} for codes of Win32, or {@link #hex()} if
     *     the code is not known
     */
    public String name() {
        return row().map(HResultCatalog.Row::name).orElseGet(this::hex);
    }

    /**
     * Tells what this code says happened.
     *
     * @return a sentence for people; for a code that is not known, one that names its parts
     */
    public String meaning() {
        return row().map(HResultCatalog.Row::meaning)
                .orElseGet(() -> "This code is not in the catalogue: a " + (isSuccess() ? "success" : "failure")
                        + " of " + facilityName() + ", code " + code() + " (0x" + HEX.toHexDigits((short) code())
                        + ").");
    }

    /**
     * Tells what to do about this code.
     *
     * @return one or a few sentences for the person at the keyboard; for a code that is not known, where to look it up
     */
    public String advice() {
        return row().map(HResultCatalog.Row::advice).orElseGet(this::whereToLookItUp);
    }

    private String whereToLookItUp() {
        if (facility() == FACILITY_WIN32) {
            return "It carries a Win32 error: `net helpmsg " + code() + "` tells its text.";
        }
        if ((value & NT_BIT) != 0) {
            return "It carries the NTSTATUS 0x" + HEX.toHexDigits(value & ~NT_BIT) + ": look that up.";
        }
        return "Look it up in Microsoft's documentation of the method, and in the Application and System event logs.";
    }

    /**
     * Tells whether the step that ended with this code is worth trying again.
     *
     * @return when to try again; {@link Retry#NO} if the code is not known
     */
    public Retry retry() {
        return row().map(HResultCatalog.Row::retry).orElse(Retry.NO);
    }

    private Optional<HResultCatalog.Row> row() {
        return HResultCatalog.get().find(this);
    }

    /**
     * Returns the name and the value.
     *
     * @return for example {@code VSS_E_BAD_STATE (0x80042301)}, or {@link #hex()} if the code is not known
     */
    @Override
    public String toString() {
        return row().map(row -> row.name() + " (" + hex() + ")").orElseGet(this::hex);
    }
}
