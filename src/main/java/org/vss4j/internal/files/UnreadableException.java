package org.vss4j.internal.files;

import java.io.IOException;

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
