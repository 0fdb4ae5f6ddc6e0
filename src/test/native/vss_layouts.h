/*
 * The VSS structures as lists: for each member its offset and its size in bytes, and for the structure its size.
 * MEMBER(structure, member, offset, size), SIZE(structure, size).
 */
#ifndef VSS_LAYOUTS_H
#define VSS_LAYOUTS_H

#define VSS_LAYOUTS(SIZE, MEMBER) \
    SIZE(GUID, 16) \
    MEMBER(GUID, Data1, 0, 4) \
    MEMBER(GUID, Data2, 4, 2) \
    MEMBER(GUID, Data3, 6, 2) \
    MEMBER(GUID, Data4, 8, 8) \
    SIZE(FILETIME, 8) \
    MEMBER(FILETIME, dwLowDateTime, 0, 4) \
    MEMBER(FILETIME, dwHighDateTime, 4, 4) \
    SIZE(VSS_SNAPSHOT_PROP, 128) \
    MEMBER(VSS_SNAPSHOT_PROP, m_SnapshotId, 0, 16) \
    MEMBER(VSS_SNAPSHOT_PROP, m_SnapshotSetId, 16, 16) \
    MEMBER(VSS_SNAPSHOT_PROP, m_lSnapshotsCount, 32, 4) \
    MEMBER(VSS_SNAPSHOT_PROP, m_pwszSnapshotDeviceObject, 40, 8) \
    MEMBER(VSS_SNAPSHOT_PROP, m_pwszOriginalVolumeName, 48, 8) \
    MEMBER(VSS_SNAPSHOT_PROP, m_pwszOriginatingMachine, 56, 8) \
    MEMBER(VSS_SNAPSHOT_PROP, m_pwszServiceMachine, 64, 8) \
    MEMBER(VSS_SNAPSHOT_PROP, m_pwszExposedName, 72, 8) \
    MEMBER(VSS_SNAPSHOT_PROP, m_pwszExposedPath, 80, 8) \
    MEMBER(VSS_SNAPSHOT_PROP, m_ProviderId, 88, 16) \
    MEMBER(VSS_SNAPSHOT_PROP, m_lSnapshotAttributes, 104, 4) \
    MEMBER(VSS_SNAPSHOT_PROP, m_tsCreationTimestamp, 112, 8) \
    MEMBER(VSS_SNAPSHOT_PROP, m_eStatus, 120, 4) \
    SIZE(VSS_PROVIDER_PROP, 72) \
    MEMBER(VSS_PROVIDER_PROP, m_ProviderId, 0, 16) \
    MEMBER(VSS_PROVIDER_PROP, m_pwszProviderName, 16, 8) \
    MEMBER(VSS_PROVIDER_PROP, m_eProviderType, 24, 4) \
    MEMBER(VSS_PROVIDER_PROP, m_pwszProviderVersion, 32, 8) \
    MEMBER(VSS_PROVIDER_PROP, m_ProviderVersionId, 40, 16) \
    MEMBER(VSS_PROVIDER_PROP, m_ClassId, 56, 16) \
    SIZE(VSS_OBJECT_UNION, 128) \
    MEMBER(VSS_OBJECT_UNION, Snap, 0, 128) \
    MEMBER(VSS_OBJECT_UNION, Prov, 0, 72) \
    SIZE(VSS_OBJECT_PROP, 136) \
    MEMBER(VSS_OBJECT_PROP, Type, 0, 4) \
    MEMBER(VSS_OBJECT_PROP, Obj, 8, 128) \
    SIZE(VSS_COMPONENTINFO, 72) \
    MEMBER(VSS_COMPONENTINFO, type, 0, 4) \
    MEMBER(VSS_COMPONENTINFO, bstrLogicalPath, 8, 8) \
    MEMBER(VSS_COMPONENTINFO, bstrComponentName, 16, 8) \
    MEMBER(VSS_COMPONENTINFO, bstrCaption, 24, 8) \
    MEMBER(VSS_COMPONENTINFO, pbIcon, 32, 8) \
    MEMBER(VSS_COMPONENTINFO, cbIcon, 40, 4) \
    MEMBER(VSS_COMPONENTINFO, bRestoreMetadata, 44, 1) \
    MEMBER(VSS_COMPONENTINFO, bNotifyOnBackupComplete, 45, 1) \
    MEMBER(VSS_COMPONENTINFO, bSelectable, 46, 1) \
    MEMBER(VSS_COMPONENTINFO, bSelectableForRestore, 47, 1) \
    MEMBER(VSS_COMPONENTINFO, dwComponentFlags, 48, 4) \
    MEMBER(VSS_COMPONENTINFO, cFileCount, 52, 4) \
    MEMBER(VSS_COMPONENTINFO, cDatabases, 56, 4) \
    MEMBER(VSS_COMPONENTINFO, cLogFiles, 60, 4) \
    MEMBER(VSS_COMPONENTINFO, cDependencies, 64, 4)

#endif
