/* The exports of vssapi.dll. What a backup session does not use is not implemented. */
#include "vss_backup.h"

#ifndef _WIN32
#define STDAPICALLTYPE
#define APIENTRY
typedef int32_t LONG;
typedef BOOL WINBOOL;
typedef const uint16_t *LPCWSTR;
typedef GUID IID;
typedef void IVssBackupComponents;
typedef void IVssExamineWriterMetadata;
typedef void IUnknown;
#endif

EXPORT HRESULT STDAPICALLTYPE CreateVssBackupComponentsInternal(IVssBackupComponents **out) {
    return create_backup((void **)out);
}

EXPORT void APIENTRY VssFreeSnapshotPropertiesInternal(VSS_SNAPSHOT_PROP *properties) {
    if (properties == NULL) {
        return;
    }
    take_string((uint16_t **)&properties->m_pwszSnapshotDeviceObject);
    take_string((uint16_t **)&properties->m_pwszOriginalVolumeName);
    take_string((uint16_t **)&properties->m_pwszOriginatingMachine);
    take_string((uint16_t **)&properties->m_pwszServiceMachine);
    take_string((uint16_t **)&properties->m_pwszExposedName);
    take_string((uint16_t **)&properties->m_pwszExposedPath);
}

EXPORT HRESULT STDAPICALLTYPE CreateVssExamineWriterMetadataInternal(BSTR xml, IVssExamineWriterMetadata **out) {
    (void)xml;
    (void)out;
    return HR_NOTIMPL;
}

EXPORT HRESULT APIENTRY IsVolumeSnapshottedInternal(VSS_PWSZ volume, WINBOOL *present, LONG *capability) {
    return is_volume_snapshotted((const uint16_t *)volume, (BOOL *)present, (int32_t *)capability);
}

EXPORT HRESULT APIENTRY ShouldBlockRevertInternal(LPCWSTR volume, boolean *block) {
    (void)volume;
    (void)block;
    return HR_NOTIMPL;
}

EXPORT HRESULT APIENTRY GetProviderMgmtInterfaceInternal(VSS_ID provider, IID id, IUnknown **out) {
    (void)provider;
    (void)id;
    (void)out;
    return HR_NOTIMPL;
}

#ifndef _WIN32
/* On Windows ole32.dll has it. */
EXPORT void CoTaskMemFree(void *memory) {
    take_task_string(memory);
}
#endif
