package org.vss4j.requester;

import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/**
 * A component that was added to a backup by its name; those below it, if it is selectable, are in the backup with it.
 *
 * @param writer the writer whose it is
 * @param component what it is
 * @param requirement whether the backup is of use without it
 */
public record SelectedComponent(WriterMetadata writer, WriterComponent component, Requirement requirement) {}
