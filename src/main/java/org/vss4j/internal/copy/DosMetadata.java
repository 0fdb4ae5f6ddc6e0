package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.DosFileAttributes;

/** Times and the attributes read-only, hidden, system and archive. */
record DosMetadata() implements Metadata {

    @Override
    public BasicFileAttributes read(Path source, LinkOption... options) throws IOException {
        return Files.readAttributes(source, DosFileAttributes.class, options);
    }

    /** Writes only what differs: each attribute costs a look and a change, and most are as a new file has them. */
    @Override
    public void write(Path target, BasicFileAttributes attributes) throws IOException {
        Metadata.writeTimes(target, attributes);
        DosFileAttributes wanted = (DosFileAttributes) attributes;
        DosFileAttributeView view = Files.getFileAttributeView(target, DosFileAttributeView.class);
        DosFileAttributes found = view.readAttributes();
        if (wanted.isArchive() != found.isArchive()) {
            view.setArchive(wanted.isArchive());
        }
        if (wanted.isHidden() != found.isHidden()) {
            view.setHidden(wanted.isHidden());
        }
        if (wanted.isSystem() != found.isSystem()) {
            view.setSystem(wanted.isSystem());
        }
        if (wanted.isReadOnly() != found.isReadOnly()) {
            view.setReadOnly(wanted.isReadOnly());
        }
    }

    @Override
    public boolean deniesOwner(BasicFileAttributes attributes) {
        return false;
    }

    @Override
    public String describeOther(Path source) {
        return "a reparse point";
    }
}
