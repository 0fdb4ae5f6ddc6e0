/*
 * What vss4j calls, for jextract: the VSS headers of mingw-w64 (public domain), and a function pointer type for each
 * exported function.
 *
 * The functions are given as pointer types because a requester binds them at run time to the library that it was told
 * to use: the system's vssapi.dll, another library with the same exports, or the simulator. Each type repeats the
 * prototype of the function whose name it carries before "Fn".
 */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <ole2.h>
#include <vss.h>
#include <vsbackup.h>
#include <vswriter.h>
#include <vsserror.h>

/* vssapi.dll */
typedef HRESULT(STDAPICALLTYPE *CreateVssBackupComponentsInternalFn)(IVssBackupComponents **ppBackup);
typedef HRESULT(STDAPICALLTYPE *CreateVssExamineWriterMetadataInternalFn)(BSTR bstrXML, IVssExamineWriterMetadata **ppMetadata);
typedef void(APIENTRY *VssFreeSnapshotPropertiesInternalFn)(VSS_SNAPSHOT_PROP *pProp);
typedef HRESULT(APIENTRY *IsVolumeSnapshottedInternalFn)(VSS_PWSZ pwszVolumeName, BOOL *pbSnapshotsPresent, LONG *plSnapshotCapability);
typedef HRESULT(APIENTRY *ShouldBlockRevertInternalFn)(LPCWSTR wszVolumeName, boolean *pbBlock);
typedef HRESULT(APIENTRY *GetProviderMgmtInterfaceInternalFn)(VSS_ID ProviderId, IID InterfaceId, IUnknown **ppItf);

/* ole32.dll */
typedef HRESULT(WINAPI *CoIncrementMTAUsageFn)(CO_MTA_USAGE_COOKIE *pCookie);
typedef HRESULT(WINAPI *CoGetApartmentTypeFn)(APTTYPE *pAptType, APTTYPEQUALIFIER *pAptQualifier);
typedef HRESULT(WINAPI *CoInitializeSecurityFn)(PSECURITY_DESCRIPTOR pSecDesc, LONG cAuthSvc, SOLE_AUTHENTICATION_SERVICE *asAuthSvc, void *pReserved1, DWORD dwAuthnLevel, DWORD dwImpLevel, void *pAuthList, DWORD dwCapabilities, void *pReserved3);
typedef void(WINAPI *CoTaskMemFreeFn)(LPVOID pv);

/* oleaut32.dll */
typedef BSTR(WINAPI *SysAllocStringLenFn)(const OLECHAR *strIn, UINT ui);
typedef UINT(WINAPI *SysStringLenFn)(BSTR pbstr);
typedef void(WINAPI *SysFreeStringFn)(BSTR bstrString);

/* kernel32.dll */
typedef HANDLE(WINAPI *GetCurrentProcessFn)(void);
typedef BOOL(WINAPI *CloseHandleFn)(HANDLE hObject);

/* advapi32.dll */
typedef BOOL(WINAPI *OpenProcessTokenFn)(HANDLE ProcessHandle, DWORD DesiredAccess, PHANDLE TokenHandle);
typedef BOOL(WINAPI *GetTokenInformationFn)(HANDLE TokenHandle, TOKEN_INFORMATION_CLASS TokenInformationClass, LPVOID TokenInformation, DWORD TokenInformationLength, PDWORD ReturnLength);
