package org.vss4j.internal.comserver;

import java.util.List;
import org.vss4j.writer.FileSet;

/** An IVssWMFiledesc: it has no id of its own. */
final class FileSetServer extends ComServer {
    final FileSet files;

    FileSetServer(FileSet files) {
        super(List.of(), FileSetFace.VTABLE);
        this.files = files;
    }

    @Override
    protected void released() {
        // There is nothing behind it but data.
    }
}
