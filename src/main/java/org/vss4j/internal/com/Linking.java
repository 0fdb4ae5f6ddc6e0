package org.vss4j.internal.com;

import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.vss4j.internal.bindings.CoTaskMemFreeFn;
import org.vss4j.internal.bindings.CreateVssBackupComponentsInternalFn;
import org.vss4j.internal.bindings.IVssAsync;
import org.vss4j.internal.bindings.IVssAsyncVtbl;
import org.vss4j.internal.bindings.IVssBackupComponentsEx4;
import org.vss4j.internal.bindings.IVssBackupComponentsEx4Vtbl;
import org.vss4j.internal.bindings.IVssComponentEx2;
import org.vss4j.internal.bindings.IVssComponentEx2Vtbl;
import org.vss4j.internal.bindings.IVssEnumObject;
import org.vss4j.internal.bindings.IVssEnumObjectVtbl;
import org.vss4j.internal.bindings.IVssExamineWriterMetadataEx2;
import org.vss4j.internal.bindings.IVssExamineWriterMetadataEx2Vtbl;
import org.vss4j.internal.bindings.IVssWMComponent;
import org.vss4j.internal.bindings.IVssWMComponentVtbl;
import org.vss4j.internal.bindings.IVssWMDependency;
import org.vss4j.internal.bindings.IVssWMDependencyVtbl;
import org.vss4j.internal.bindings.IVssWMFiledesc;
import org.vss4j.internal.bindings.IVssWMFiledescVtbl;
import org.vss4j.internal.bindings.IsVolumeSnapshottedInternalFn;
import org.vss4j.internal.bindings.SysFreeStringFn;
import org.vss4j.internal.bindings.VssFreeSnapshotPropertiesInternalFn;
import org.vss4j.internal.bindings.Vssapi;
import org.vss4j.internal.bindings._GUID;
import org.vss4j.internal.bindings._VSS_COMPONENTINFO;
import org.vss4j.internal.bindings._VSS_OBJECT_PROP;
import org.vss4j.internal.bindings._VSS_PROVIDER_PROP;
import org.vss4j.internal.bindings._VSS_SNAPSHOT_PROP;
import org.vss4j.internal.com.slots.AsyncSlots;
import org.vss4j.internal.com.slots.UnknownSlots;
import org.vss4j.internal.trace.FlightRecording;
import org.vss4j.internal.trace.SessionScope;

/**
 * Initialises the classes of calls before there are calls: for one thing, since the JVM takes long to link them, most of all
 * those that pass a GUID by value; for another, since an Error that comes while a class is initialised, as on a stack that is
 * nearly full, makes it unusable for as long as the JVM lives. It is done once, on a thread that has a stack of its own.
 */
public final class Linking {
    /** The calls of operations. */
    public static final Linking OPERATIONS = new Linking(List.of(
            FlightRecording.class,
            SessionScope.class,
            Unowned.class,
            Apartment.class,
            Apartment.MtaThreads.class,
            CallFrame.class,
            Gate.class,
            ComReference.class,
            Crew.class,
            Errand.class,
            Undeterred.class,
            AsyncSlots.class,
            UnknownSlots.class,
            IVssAsync.class,
            IVssAsyncVtbl.class,
            IVssAsyncVtbl.Release.class,
            IVssAsyncVtbl.Cancel.class,
            IVssAsyncVtbl.QueryStatus.class,
            IVssAsyncVtbl.Wait.class,
            IVssAsyncVtbl.AddRef.class,
            IVssAsyncVtbl.QueryInterface.class));

    /** The calls of sessions and queries, in the order in which a session comes to them. */
    public static final Linking SESSIONS = new Linking(List.of(
            Vssapi.class,
            Guid.class,
            InterfaceId.class,
            CreateVssBackupComponentsInternalFn.class,
            IVssBackupComponentsEx4Vtbl.AddToSnapshotSet.class,
            IVssBackupComponentsEx4Vtbl.GetSnapshotProperties.class,
            IVssBackupComponentsEx4Vtbl.InitializeForBackup.class,
            IVssBackupComponentsEx4Vtbl.SetContext.class,
            IVssBackupComponentsEx4Vtbl.SetBackupState.class,
            IVssBackupComponentsEx4Vtbl.GatherWriterMetadata.class,
            IVssBackupComponentsEx4Vtbl.GetWriterMetadataCount.class,
            IVssBackupComponentsEx4Vtbl.GetWriterMetadata.class,
            IVssBackupComponentsEx4Vtbl.FreeWriterMetadata.class,
            IVssBackupComponentsEx4Vtbl.StartSnapshotSet.class,
            IVssBackupComponentsEx4Vtbl.PrepareForBackup.class,
            IVssBackupComponentsEx4Vtbl.GatherWriterStatus.class,
            IVssBackupComponentsEx4Vtbl.GetWriterStatusCount.class,
            IVssBackupComponentsEx4Vtbl.GetWriterStatusEx.class,
            IVssBackupComponentsEx4Vtbl.FreeWriterStatus.class,
            IVssBackupComponentsEx4Vtbl.DoSnapshotSet.class,
            IVssBackupComponentsEx4Vtbl.BackupComplete.class,
            IVssBackupComponentsEx4Vtbl.AbortBackup.class,
            IVssBackupComponentsEx4.class,
            IVssComponentEx2.class,
            IVssEnumObject.class,
            IVssExamineWriterMetadataEx2.class,
            IVssWMComponent.class,
            IVssWMDependency.class,
            IVssWMFiledesc.class,
            IVssBackupComponentsEx4Vtbl.class,
            IVssComponentEx2Vtbl.class,
            IVssEnumObjectVtbl.class,
            IVssExamineWriterMetadataEx2Vtbl.class,
            IVssWMComponentVtbl.class,
            IVssWMDependencyVtbl.class,
            IVssWMFiledescVtbl.class,
            IVssBackupComponentsEx4Vtbl.AddComponent.class,
            IVssBackupComponentsEx4Vtbl.DeleteSnapshots.class,
            IVssBackupComponentsEx4Vtbl.DisableWriterClasses.class,
            IVssBackupComponentsEx4Vtbl.DisableWriterInstances.class,
            IVssBackupComponentsEx4Vtbl.EnableWriterClasses.class,
            IVssBackupComponentsEx4Vtbl.GetWriterComponents.class,
            IVssBackupComponentsEx4Vtbl.GetWriterComponentsCount.class,
            IVssBackupComponentsEx4Vtbl.GetWriterStatus.class,
            IVssBackupComponentsEx4Vtbl.IsVolumeSupported.class,
            IVssBackupComponentsEx4Vtbl.Query.class,
            IVssBackupComponentsEx4Vtbl.SaveAsXML.class,
            IVssBackupComponentsEx4Vtbl.SetBackupOptions.class,
            IVssBackupComponentsEx4Vtbl.SetBackupSucceeded.class,
            IVssBackupComponentsEx4Vtbl.SetPreviousBackupStamp.class,
            IVssComponentEx2Vtbl.GetBackupStamp.class,
            IVssComponentEx2Vtbl.GetComponentName.class,
            IVssComponentEx2Vtbl.GetComponentType.class,
            IVssComponentEx2Vtbl.GetFailure.class,
            IVssComponentEx2Vtbl.GetLogicalPath.class,
            IVssEnumObjectVtbl.Next.class,
            IVssExamineWriterMetadataEx2Vtbl.GetAlternateLocationMapping.class,
            IVssExamineWriterMetadataEx2Vtbl.GetBackupSchema.class,
            IVssExamineWriterMetadataEx2Vtbl.GetComponent.class,
            IVssExamineWriterMetadataEx2Vtbl.GetExcludeFile.class,
            IVssExamineWriterMetadataEx2Vtbl.GetExcludeFromSnapshotCount.class,
            IVssExamineWriterMetadataEx2Vtbl.GetExcludeFromSnapshotFile.class,
            IVssExamineWriterMetadataEx2Vtbl.GetFileCounts.class,
            IVssExamineWriterMetadataEx2Vtbl.GetIdentity.class,
            IVssExamineWriterMetadataEx2Vtbl.GetIdentityEx.class,
            IVssExamineWriterMetadataEx2Vtbl.GetRestoreMethod.class,
            IVssExamineWriterMetadataEx2Vtbl.GetVersion.class,
            IVssExamineWriterMetadataEx2Vtbl.SaveAsXML.class,
            IVssWMComponentVtbl.FreeComponentInfo.class,
            IVssWMComponentVtbl.GetComponentInfo.class,
            IVssWMComponentVtbl.GetDatabaseFile.class,
            IVssWMComponentVtbl.GetDatabaseLogFile.class,
            IVssWMComponentVtbl.GetDependency.class,
            IVssWMComponentVtbl.GetFile.class,
            IVssWMDependencyVtbl.GetComponentName.class,
            IVssWMDependencyVtbl.GetLogicalPath.class,
            IVssWMDependencyVtbl.GetWriterId.class,
            IVssWMFiledescVtbl.GetAlternateLocation.class,
            IVssWMFiledescVtbl.GetBackupTypeMask.class,
            IVssWMFiledescVtbl.GetFilespec.class,
            IVssWMFiledescVtbl.GetPath.class,
            IVssWMFiledescVtbl.GetRecursive.class,
            CoTaskMemFreeFn.class,
            IsVolumeSnapshottedInternalFn.class,
            SysFreeStringFn.class,
            VssFreeSnapshotPropertiesInternalFn.class,
            _GUID.class,
            _VSS_SNAPSHOT_PROP.class,
            _VSS_OBJECT_PROP.class,
            _VSS_PROVIDER_PROP.class,
            _VSS_COMPONENTINFO.class));

    private final List<Class<?>> classes;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private boolean begun;

    private Linking(List<Class<?>> classes) {
        this.classes = classes;
    }

    /** Begins, unless it has begun. If there is no thread for it, whoever waits for it does it. */
    public synchronized void begin() {
        if (!begun) {
            try {
                Thread unused = Thread.ofPlatform()
                        .daemon()
                        .name("vss4j-link")
                        .inheritInheritableThreadLocals(false)
                        .start(this::link);
                begun = true;
            } catch (OutOfMemoryError e) {
                // It was not begun.
            }
        }
    }

    /** Begins, unless it has begun, and waits until it is done. */
    public void await() {
        begin();
        if (!hasBegun()) {
            link();
        }
        done.join();
    }

    private synchronized boolean hasBegun() {
        return begun;
    }

    private void link() {
        classes.forEach(Linking::initialize);
        done.complete(null);
    }

    private static void initialize(Class<?> type) {
        try {
            Class<?> unused = MethodHandles.lookup().ensureInitialized(type);
        } catch (Throwable e) {
            // Whoever needs it gets to know.
        }
    }
}
