/*
 * The types of the VSS binary interface as they are on 64-bit Windows, in the words of the C standard, so that the same
 * source makes the same objects by gcc on Linux and by mingw-w64. Names are Microsoft's; the widths are held by abi_check.c.
 */
#ifndef VSS_ABI_H
#define VSS_ABI_H

#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#define COBJMACROS
#include <windows.h>
#include <ole2.h>
#include <vss.h>
#include <vsbackup.h>
#include <vswriter.h>
#else
#include <stddef.h>
#include <stdint.h>

typedef int32_t HRESULT;
typedef int32_t BOOL;
typedef uint8_t boolean;
typedef int64_t VSS_TIMESTAMP;
typedef uint16_t *VSS_PWSZ;
typedef uint16_t *BSTR;

typedef struct {
    uint32_t Data1;
    uint16_t Data2;
    uint16_t Data3;
    uint8_t Data4[8];
} GUID;
typedef GUID VSS_ID;

typedef struct {
    uint32_t dwLowDateTime;
    uint32_t dwHighDateTime;
} FILETIME;

typedef struct {
    VSS_ID m_SnapshotId;
    VSS_ID m_SnapshotSetId;
    int32_t m_lSnapshotsCount;
    VSS_PWSZ m_pwszSnapshotDeviceObject;
    VSS_PWSZ m_pwszOriginalVolumeName;
    VSS_PWSZ m_pwszOriginatingMachine;
    VSS_PWSZ m_pwszServiceMachine;
    VSS_PWSZ m_pwszExposedName;
    VSS_PWSZ m_pwszExposedPath;
    VSS_ID m_ProviderId;
    int32_t m_lSnapshotAttributes;
    VSS_TIMESTAMP m_tsCreationTimestamp;
    int32_t m_eStatus;
} VSS_SNAPSHOT_PROP;

typedef struct {
    VSS_ID m_ProviderId;
    VSS_PWSZ m_pwszProviderName;
    int32_t m_eProviderType;
    VSS_PWSZ m_pwszProviderVersion;
    VSS_ID m_ProviderVersionId;
    VSS_ID m_ClassId;
} VSS_PROVIDER_PROP;

typedef union {
    VSS_SNAPSHOT_PROP Snap;
    VSS_PROVIDER_PROP Prov;
} VSS_OBJECT_UNION;

typedef struct {
    int32_t Type;
    VSS_OBJECT_UNION Obj;
} VSS_OBJECT_PROP;

typedef struct {
    int32_t type;
    BSTR bstrLogicalPath;
    BSTR bstrComponentName;
    BSTR bstrCaption;
    uint8_t *pbIcon;
    uint32_t cbIcon;
    boolean bRestoreMetadata;
    boolean bNotifyOnBackupComplete;
    boolean bSelectable;
    boolean bSelectableForRestore;
    uint32_t dwComponentFlags;
    uint32_t cFileCount;
    uint32_t cDatabases;
    uint32_t cLogFiles;
    uint32_t cDependencies;
} VSS_COMPONENTINFO;
#endif

#endif
