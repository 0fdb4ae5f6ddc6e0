package org.vss4j.internal.com;

import java.util.UUID;

/**
 * The id by which {@code QueryInterface} is asked for an interface.
 *
 * <p>Interfaces that Microsoft gives no id have none here either, and are never asked for: {@code IVssWMComponent},
 * {@code IVssWMFiledesc}, {@code IVssWMDependency}, {@code IVssWriterComponents} and {@code IVssWriterComponentsExt}.
 * Source: Microsoft's {@code Unknwn.h}, {@code vss.h}, {@code vsbackup.h} and {@code vswriter.h}.
 */
public enum InterfaceId {
    IUNKNOWN("IUnknown", "00000000-0000-0000-c000-000000000046"),
    IVSS_ASYNC("IVssAsync", "507c37b4-cf5b-4e95-b0af-14eb9767467e"),
    IVSS_ENUM_OBJECT("IVssEnumObject", "ae1c7110-2f60-11d3-8a39-00c04f72d8e3"),
    IVSS_BACKUP_COMPONENTS("IVssBackupComponents", "665c1d5f-c218-414d-a05d-7fef5f9d5c86"),
    IVSS_BACKUP_COMPONENTS_EX("IVssBackupComponentsEx", "963f03ad-9e4c-4a34-ac15-e4b6174e5036"),
    IVSS_BACKUP_COMPONENTS_EX2("IVssBackupComponentsEx2", "acfe2b3a-22c9-4ef8-bd03-2f9ca230084e"),
    IVSS_BACKUP_COMPONENTS_EX3("IVssBackupComponentsEx3", "c191bfbc-b602-4675-8bd1-67d642f529d5"),
    IVSS_BACKUP_COMPONENTS_EX4("IVssBackupComponentsEx4", "f434c2fd-b553-4961-a9f9-a8e90b673e53"),
    IVSS_EXAMINE_WRITER_METADATA("IVssExamineWriterMetadata", "902fcf7f-b7fd-42f8-81f1-b2e400b1e5bd"),
    IVSS_EXAMINE_WRITER_METADATA_EX("IVssExamineWriterMetadataEx", "0c0e5ec0-ca44-472b-b702-e652db1c0451"),
    IVSS_EXAMINE_WRITER_METADATA_EX2("IVssExamineWriterMetadataEx2", "ce115780-a611-431b-b57f-c38303ab6aee"),
    IVSS_COMPONENT("IVssComponent", "d2c72c96-c121-4518-b627-e5a93d010ead"),
    IVSS_COMPONENT_EX("IVssComponentEx", "156c8b5e-f131-4bd7-9c97-d1923be7e1fa"),
    IVSS_COMPONENT_EX2("IVssComponentEx2", "3b5be0f2-07a9-4e4b-bdd3-cfdc8e2c0d2d");

    private final String interfaceName;
    private final UUID uuid;

    InterfaceId(String interfaceName, String uuid) {
        this.interfaceName = interfaceName;
        this.uuid = UUID.fromString(uuid);
    }

    /** Returns the interface's name as Microsoft spells it. */
    public String interfaceName() {
        return interfaceName;
    }

    /** Returns the id. */
    public UUID uuid() {
        return uuid;
    }
}
