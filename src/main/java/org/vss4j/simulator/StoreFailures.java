package org.vss4j.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.internal.files.Reason;

/** What the store's file system refused: the code that the caller gets for it, and the last failure. Safe for use by many threads. */
final class StoreFailures {
    /** HRESULT_FROM_WIN32(ERROR_WRITE_PROTECT). */
    private static final HResult WRITE_PROTECT = HResult.of(0x80070013);

    /** HRESULT_FROM_WIN32(ERROR_FILENAME_EXCED_RANGE). */
    private static final HResult TOO_LONG = HResult.of(0x800700CE);

    /** HRESULT_FROM_WIN32(ERROR_IO_DEVICE). */
    private static final HResult IO_DEVICE = HResult.of(0x8007045D);

    private final Path store;
    private volatile @Nullable IOException last;

    /** The failures of a store, none as yet. */
    StoreFailures(Path store) {
        this.store = store;
    }

    /** The last one, if there was one. */
    Optional<IOException> last() {
        return Optional.ofNullable(last);
    }

    /** Takes note of what kept a call from its work, and returns its code. */
    HResult codeOf(Throwable failure) {
        return switch (failure) {
            case IOException e -> codeOf(e);
            case UncheckedIOException e -> codeOf(Objects.requireNonNull(e.getCause()));
            default -> HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR;
        };
    }

    private HResult codeOf(IOException failure) {
        last = failure;
        if (Reason.isFull(store, failure)) {
            return HResult.VSS_E_INSUFFICIENT_STORAGE;
        }
        if (Reason.isReadOnly(store, failure)) {
            return WRITE_PROTECT;
        }
        if (Reason.isDenied(failure)) {
            return HResult.E_ACCESSDENIED;
        }
        if (Reason.isFailing(failure)) {
            return IO_DEVICE;
        }
        return Reason.isTooLong(store, failure) ? TOO_LONG : HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR;
    }
}
