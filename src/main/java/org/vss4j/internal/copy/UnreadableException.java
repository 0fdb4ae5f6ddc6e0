package org.vss4j.internal.copy;

import java.io.IOException;
import org.vss4j.internal.files.Reason;

/** Thrown when an entry of the source can't be read: that entry is named, and the copy goes on. */
@SuppressWarnings("serial")
final class UnreadableException extends Exception {

    UnreadableException(String reason) {
        super(reason, null, false, false);
    }

    UnreadableException(IOException cause) {
        super(Reason.of(cause), cause, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
