package org.vss4j.internal.com.read;

import org.vss4j.writer.WriterMetadata;

/**
 * What a writer says, in two forms.
 *
 * @param metadata as data
 * @param xml as the document that the service keeps
 */
public record WriterDocument(WriterMetadata metadata, String xml) {}
