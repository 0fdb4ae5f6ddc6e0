package org.vss4j.internal.comserver;

import java.util.List;
import org.vss4j.internal.com.InterfaceId;
import org.vss4j.writer.WriterMetadata;

/** An object with the interfaces IVssExamineWriterMetadata, …Ex and …Ex2. */
public final class MetadataServer extends ComServer {
    final WriterMetadata metadata;
    final String xml;

    /**
     * An object with one reference.
     *
     * @param metadata what the writer says
     * @param xml the same as a document
     */
    public MetadataServer(WriterMetadata metadata, String xml) {
        super(
                List.of(
                        InterfaceId.IVSS_EXAMINE_WRITER_METADATA,
                        InterfaceId.IVSS_EXAMINE_WRITER_METADATA_EX,
                        InterfaceId.IVSS_EXAMINE_WRITER_METADATA_EX2),
                MetadataFace.VTABLE);
        this.metadata = metadata;
        this.xml = xml;
    }

    @Override
    protected void released() {
        // There is nothing behind it but data.
    }
}
