/*
 * The VSS interfaces as lists: for each the methods that it adds to those of its base, with the slot in the whole vtable
 * and the arguments behind "this". SLOT(interface, slot, method, number of arguments, types of the arguments...).
 *
 * p pointer, i 32-bit integer, e 32-bit enum, b C++ bool, B BOOL, G GUID by value, F FILETIME by value.
 */
#ifndef VSS_SLOTS_H
#define VSS_SLOTS_H

#define IUnknown_OWN_SLOTS(SLOT) \
    SLOT(IUnknown, 0, QueryInterface, 2, p, p) \
    SLOT(IUnknown, 1, AddRef, 0) \
    SLOT(IUnknown, 2, Release, 0)

#define IVssAsync_OWN_SLOTS(SLOT) \
    SLOT(IVssAsync, 3, Cancel, 0) \
    SLOT(IVssAsync, 4, Wait, 1, i) \
    SLOT(IVssAsync, 5, QueryStatus, 2, p, p)

#define IVssEnumObject_OWN_SLOTS(SLOT) \
    SLOT(IVssEnumObject, 3, Next, 3, i, p, p) \
    SLOT(IVssEnumObject, 4, Skip, 1, i) \
    SLOT(IVssEnumObject, 5, Reset, 0) \
    SLOT(IVssEnumObject, 6, Clone, 1, p)

#define IVssBackupComponents_OWN_SLOTS(SLOT) \
    SLOT(IVssBackupComponents, 3, GetWriterComponentsCount, 1, p) \
    SLOT(IVssBackupComponents, 4, GetWriterComponents, 2, i, p) \
    SLOT(IVssBackupComponents, 5, InitializeForBackup, 1, p) \
    SLOT(IVssBackupComponents, 6, SetBackupState, 4, b, b, e, b) \
    SLOT(IVssBackupComponents, 7, InitializeForRestore, 1, p) \
    SLOT(IVssBackupComponents, 8, SetRestoreState, 1, e) \
    SLOT(IVssBackupComponents, 9, GatherWriterMetadata, 1, p) \
    SLOT(IVssBackupComponents, 10, GetWriterMetadataCount, 1, p) \
    SLOT(IVssBackupComponents, 11, GetWriterMetadata, 3, i, p, p) \
    SLOT(IVssBackupComponents, 12, FreeWriterMetadata, 0) \
    SLOT(IVssBackupComponents, 13, AddComponent, 5, G, G, e, p, p) \
    SLOT(IVssBackupComponents, 14, PrepareForBackup, 1, p) \
    SLOT(IVssBackupComponents, 15, AbortBackup, 0) \
    SLOT(IVssBackupComponents, 16, GatherWriterStatus, 1, p) \
    SLOT(IVssBackupComponents, 17, GetWriterStatusCount, 1, p) \
    SLOT(IVssBackupComponents, 18, FreeWriterStatus, 0) \
    SLOT(IVssBackupComponents, 19, GetWriterStatus, 6, i, p, p, p, p, p) \
    SLOT(IVssBackupComponents, 20, SetBackupSucceeded, 6, G, G, e, p, p, b) \
    SLOT(IVssBackupComponents, 21, SetBackupOptions, 5, G, e, p, p, p) \
    SLOT(IVssBackupComponents, 22, SetSelectedForRestore, 5, G, e, p, p, b) \
    SLOT(IVssBackupComponents, 23, SetRestoreOptions, 5, G, e, p, p, p) \
    SLOT(IVssBackupComponents, 24, SetAdditionalRestores, 5, G, e, p, p, b) \
    SLOT(IVssBackupComponents, 25, SetPreviousBackupStamp, 5, G, e, p, p, p) \
    SLOT(IVssBackupComponents, 26, SaveAsXML, 1, p) \
    SLOT(IVssBackupComponents, 27, BackupComplete, 1, p) \
    SLOT(IVssBackupComponents, 28, AddAlternativeLocationMapping, 8, G, e, p, p, p, p, b, p) \
    SLOT(IVssBackupComponents, 29, AddRestoreSubcomponent, 7, G, e, p, p, p, p, b) \
    SLOT(IVssBackupComponents, 30, SetFileRestoreStatus, 5, G, e, p, p, e) \
    SLOT(IVssBackupComponents, 31, AddNewTarget, 8, G, e, p, p, p, p, b, p) \
    SLOT(IVssBackupComponents, 32, SetRangesFilePath, 6, G, e, p, p, i, p) \
    SLOT(IVssBackupComponents, 33, PreRestore, 1, p) \
    SLOT(IVssBackupComponents, 34, PostRestore, 1, p) \
    SLOT(IVssBackupComponents, 35, SetContext, 1, i) \
    SLOT(IVssBackupComponents, 36, StartSnapshotSet, 1, p) \
    SLOT(IVssBackupComponents, 37, AddToSnapshotSet, 3, p, G, p) \
    SLOT(IVssBackupComponents, 38, DoSnapshotSet, 1, p) \
    SLOT(IVssBackupComponents, 39, DeleteSnapshots, 5, G, e, B, p, p) \
    SLOT(IVssBackupComponents, 40, ImportSnapshots, 1, p) \
    SLOT(IVssBackupComponents, 41, BreakSnapshotSet, 1, G) \
    SLOT(IVssBackupComponents, 42, GetSnapshotProperties, 2, G, p) \
    SLOT(IVssBackupComponents, 43, Query, 4, G, e, e, p) \
    SLOT(IVssBackupComponents, 44, IsVolumeSupported, 3, G, p, p) \
    SLOT(IVssBackupComponents, 45, DisableWriterClasses, 2, p, i) \
    SLOT(IVssBackupComponents, 46, EnableWriterClasses, 2, p, i) \
    SLOT(IVssBackupComponents, 47, DisableWriterInstances, 2, p, i) \
    SLOT(IVssBackupComponents, 48, ExposeSnapshot, 5, G, p, i, p, p) \
    SLOT(IVssBackupComponents, 49, RevertToSnapshot, 2, G, B) \
    SLOT(IVssBackupComponents, 50, QueryRevertStatus, 2, p, p)

#define IVssBackupComponentsEx_OWN_SLOTS(SLOT) \
    SLOT(IVssBackupComponentsEx, 51, GetWriterMetadataEx, 3, i, p, p) \
    SLOT(IVssBackupComponentsEx, 52, SetSelectedForRestoreEx, 6, G, e, p, p, b, G)

#define IVssBackupComponentsEx2_OWN_SLOTS(SLOT) \
    SLOT(IVssBackupComponentsEx2, 53, UnexposeSnapshot, 1, G) \
    SLOT(IVssBackupComponentsEx2, 54, SetAuthoritativeRestore, 5, G, e, p, p, b) \
    SLOT(IVssBackupComponentsEx2, 55, SetRollForward, 6, G, e, p, p, e, p) \
    SLOT(IVssBackupComponentsEx2, 56, SetRestoreName, 5, G, e, p, p, p) \
    SLOT(IVssBackupComponentsEx2, 57, BreakSnapshotSetEx, 3, G, i, p) \
    SLOT(IVssBackupComponentsEx2, 58, PreFastRecovery, 3, G, i, p) \
    SLOT(IVssBackupComponentsEx2, 59, FastRecovery, 3, G, i, p)

#define IVssBackupComponentsEx3_OWN_SLOTS(SLOT) \
    SLOT(IVssBackupComponentsEx3, 60, GetWriterStatusEx, 8, i, p, p, p, p, p, p, p) \
    SLOT(IVssBackupComponentsEx3, 61, AddSnapshotToRecoverySet, 3, G, i, p) \
    SLOT(IVssBackupComponentsEx3, 62, RecoverSet, 2, i, p) \
    SLOT(IVssBackupComponentsEx3, 63, GetSessionId, 1, p)

#define IVssBackupComponentsEx4_OWN_SLOTS(SLOT) \
    SLOT(IVssBackupComponentsEx4, 64, GetRootAndLogicalPrefixPaths, 4, p, p, p, B)

#define IVssExamineWriterMetadata_OWN_SLOTS(SLOT) \
    SLOT(IVssExamineWriterMetadata, 3, GetIdentity, 5, p, p, p, p, p) \
    SLOT(IVssExamineWriterMetadata, 4, GetFileCounts, 3, p, p, p) \
    SLOT(IVssExamineWriterMetadata, 5, GetIncludeFile, 2, i, p) \
    SLOT(IVssExamineWriterMetadata, 6, GetExcludeFile, 2, i, p) \
    SLOT(IVssExamineWriterMetadata, 7, GetComponent, 2, i, p) \
    SLOT(IVssExamineWriterMetadata, 8, GetRestoreMethod, 6, p, p, p, p, p, p) \
    SLOT(IVssExamineWriterMetadata, 9, GetAlternateLocationMapping, 2, i, p) \
    SLOT(IVssExamineWriterMetadata, 10, GetBackupSchema, 1, p) \
    SLOT(IVssExamineWriterMetadata, 11, GetDocument, 1, p) \
    SLOT(IVssExamineWriterMetadata, 12, SaveAsXML, 1, p) \
    SLOT(IVssExamineWriterMetadata, 13, LoadFromXML, 1, p)

#define IVssExamineWriterMetadataEx_OWN_SLOTS(SLOT) \
    SLOT(IVssExamineWriterMetadataEx, 14, GetIdentityEx, 6, p, p, p, p, p, p)

#define IVssExamineWriterMetadataEx2_OWN_SLOTS(SLOT) \
    SLOT(IVssExamineWriterMetadataEx2, 15, GetVersion, 2, p, p) \
    SLOT(IVssExamineWriterMetadataEx2, 16, GetExcludeFromSnapshotCount, 1, p) \
    SLOT(IVssExamineWriterMetadataEx2, 17, GetExcludeFromSnapshotFile, 2, i, p)

#define IVssWMComponent_OWN_SLOTS(SLOT) \
    SLOT(IVssWMComponent, 3, GetComponentInfo, 1, p) \
    SLOT(IVssWMComponent, 4, FreeComponentInfo, 1, p) \
    SLOT(IVssWMComponent, 5, GetFile, 2, i, p) \
    SLOT(IVssWMComponent, 6, GetDatabaseFile, 2, i, p) \
    SLOT(IVssWMComponent, 7, GetDatabaseLogFile, 2, i, p) \
    SLOT(IVssWMComponent, 8, GetDependency, 2, i, p)

#define IVssWMFiledesc_OWN_SLOTS(SLOT) \
    SLOT(IVssWMFiledesc, 3, GetPath, 1, p) \
    SLOT(IVssWMFiledesc, 4, GetFilespec, 1, p) \
    SLOT(IVssWMFiledesc, 5, GetRecursive, 1, p) \
    SLOT(IVssWMFiledesc, 6, GetAlternateLocation, 1, p) \
    SLOT(IVssWMFiledesc, 7, GetBackupTypeMask, 1, p)

#define IVssWMDependency_OWN_SLOTS(SLOT) \
    SLOT(IVssWMDependency, 3, GetWriterId, 1, p) \
    SLOT(IVssWMDependency, 4, GetLogicalPath, 1, p) \
    SLOT(IVssWMDependency, 5, GetComponentName, 1, p)

#define IVssComponent_OWN_SLOTS(SLOT) \
    SLOT(IVssComponent, 3, GetLogicalPath, 1, p) \
    SLOT(IVssComponent, 4, GetComponentType, 1, p) \
    SLOT(IVssComponent, 5, GetComponentName, 1, p) \
    SLOT(IVssComponent, 6, GetBackupSucceeded, 1, p) \
    SLOT(IVssComponent, 7, GetAlternateLocationMappingCount, 1, p) \
    SLOT(IVssComponent, 8, GetAlternateLocationMapping, 2, i, p) \
    SLOT(IVssComponent, 9, SetBackupMetadata, 1, p) \
    SLOT(IVssComponent, 10, GetBackupMetadata, 1, p) \
    SLOT(IVssComponent, 11, AddPartialFile, 4, p, p, p, p) \
    SLOT(IVssComponent, 12, GetPartialFileCount, 1, p) \
    SLOT(IVssComponent, 13, GetPartialFile, 5, i, p, p, p, p) \
    SLOT(IVssComponent, 14, IsSelectedForRestore, 1, p) \
    SLOT(IVssComponent, 15, GetAdditionalRestores, 1, p) \
    SLOT(IVssComponent, 16, GetNewTargetCount, 1, p) \
    SLOT(IVssComponent, 17, GetNewTarget, 2, i, p) \
    SLOT(IVssComponent, 18, AddDirectedTarget, 6, p, p, p, p, p, p) \
    SLOT(IVssComponent, 19, GetDirectedTargetCount, 1, p) \
    SLOT(IVssComponent, 20, GetDirectedTarget, 7, i, p, p, p, p, p, p) \
    SLOT(IVssComponent, 21, SetRestoreMetadata, 1, p) \
    SLOT(IVssComponent, 22, GetRestoreMetadata, 1, p) \
    SLOT(IVssComponent, 23, SetRestoreTarget, 1, e) \
    SLOT(IVssComponent, 24, GetRestoreTarget, 1, p) \
    SLOT(IVssComponent, 25, SetPreRestoreFailureMsg, 1, p) \
    SLOT(IVssComponent, 26, GetPreRestoreFailureMsg, 1, p) \
    SLOT(IVssComponent, 27, SetPostRestoreFailureMsg, 1, p) \
    SLOT(IVssComponent, 28, GetPostRestoreFailureMsg, 1, p) \
    SLOT(IVssComponent, 29, SetBackupStamp, 1, p) \
    SLOT(IVssComponent, 30, GetBackupStamp, 1, p) \
    SLOT(IVssComponent, 31, GetPreviousBackupStamp, 1, p) \
    SLOT(IVssComponent, 32, GetBackupOptions, 1, p) \
    SLOT(IVssComponent, 33, GetRestoreOptions, 1, p) \
    SLOT(IVssComponent, 34, GetRestoreSubcomponentCount, 1, p) \
    SLOT(IVssComponent, 35, GetRestoreSubcomponent, 4, i, p, p, p) \
    SLOT(IVssComponent, 36, GetFileRestoreStatus, 1, p) \
    SLOT(IVssComponent, 37, AddDifferencedFilesByLastModifyTime, 4, p, p, B, F) \
    SLOT(IVssComponent, 38, AddDifferencedFilesByLastModifyLSN, 4, p, p, B, p) \
    SLOT(IVssComponent, 39, GetDifferencedFilesCount, 1, p) \
    SLOT(IVssComponent, 40, GetDifferencedFile, 6, i, p, p, p, p, p)

#define IVssComponentEx_OWN_SLOTS(SLOT) \
    SLOT(IVssComponentEx, 41, SetPrepareForBackupFailureMsg, 1, p) \
    SLOT(IVssComponentEx, 42, SetPostSnapshotFailureMsg, 1, p) \
    SLOT(IVssComponentEx, 43, GetPrepareForBackupFailureMsg, 1, p) \
    SLOT(IVssComponentEx, 44, GetPostSnapshotFailureMsg, 1, p) \
    SLOT(IVssComponentEx, 45, GetAuthoritativeRestore, 1, p) \
    SLOT(IVssComponentEx, 46, GetRollForward, 2, p, p) \
    SLOT(IVssComponentEx, 47, GetRestoreName, 1, p)

#define IVssComponentEx2_OWN_SLOTS(SLOT) \
    SLOT(IVssComponentEx2, 48, SetFailure, 4, i, i, p, i) \
    SLOT(IVssComponentEx2, 49, GetFailure, 4, p, p, p, p)

/* The whole vtables, base first. */
#define IUnknown_SLOTS(SLOT) IUnknown_OWN_SLOTS(SLOT)
#define IVssAsync_SLOTS(SLOT) IUnknown_SLOTS(SLOT) IVssAsync_OWN_SLOTS(SLOT)
#define IVssEnumObject_SLOTS(SLOT) IUnknown_SLOTS(SLOT) IVssEnumObject_OWN_SLOTS(SLOT)
#define IVssBackupComponents_SLOTS(SLOT) IUnknown_SLOTS(SLOT) IVssBackupComponents_OWN_SLOTS(SLOT)
#define IVssBackupComponentsEx_SLOTS(SLOT) IVssBackupComponents_SLOTS(SLOT) IVssBackupComponentsEx_OWN_SLOTS(SLOT)
#define IVssBackupComponentsEx2_SLOTS(SLOT) IVssBackupComponentsEx_SLOTS(SLOT) IVssBackupComponentsEx2_OWN_SLOTS(SLOT)
#define IVssBackupComponentsEx3_SLOTS(SLOT) IVssBackupComponentsEx2_SLOTS(SLOT) IVssBackupComponentsEx3_OWN_SLOTS(SLOT)
#define IVssBackupComponentsEx4_SLOTS(SLOT) IVssBackupComponentsEx3_SLOTS(SLOT) IVssBackupComponentsEx4_OWN_SLOTS(SLOT)
#define IVssExamineWriterMetadata_SLOTS(SLOT) IUnknown_SLOTS(SLOT) IVssExamineWriterMetadata_OWN_SLOTS(SLOT)
#define IVssExamineWriterMetadataEx_SLOTS(SLOT) IVssExamineWriterMetadata_SLOTS(SLOT) IVssExamineWriterMetadataEx_OWN_SLOTS(SLOT)
#define IVssExamineWriterMetadataEx2_SLOTS(SLOT) IVssExamineWriterMetadataEx_SLOTS(SLOT) IVssExamineWriterMetadataEx2_OWN_SLOTS(SLOT)
#define IVssWMComponent_SLOTS(SLOT) IUnknown_SLOTS(SLOT) IVssWMComponent_OWN_SLOTS(SLOT)
#define IVssWMFiledesc_SLOTS(SLOT) IUnknown_SLOTS(SLOT) IVssWMFiledesc_OWN_SLOTS(SLOT)
#define IVssWMDependency_SLOTS(SLOT) IUnknown_SLOTS(SLOT) IVssWMDependency_OWN_SLOTS(SLOT)
#define IVssComponent_SLOTS(SLOT) IUnknown_SLOTS(SLOT) IVssComponent_OWN_SLOTS(SLOT)
#define IVssComponentEx_SLOTS(SLOT) IVssComponent_SLOTS(SLOT) IVssComponentEx_OWN_SLOTS(SLOT)
#define IVssComponentEx2_SLOTS(SLOT) IVssComponentEx_SLOTS(SLOT) IVssComponentEx2_OWN_SLOTS(SLOT)

/*
 * IVssWriterComponentsExt derives from two classes, of which the first has no IUnknown: two vtables, one behind the other
 * in the object.
 */
#define IVssWriterComponents_SLOTS(SLOT) \
    SLOT(IVssWriterComponents, 0, GetComponentCount, 1, p) \
    SLOT(IVssWriterComponents, 1, GetWriterInfo, 2, p, p) \
    SLOT(IVssWriterComponents, 2, GetComponent, 2, i, p)

#endif
