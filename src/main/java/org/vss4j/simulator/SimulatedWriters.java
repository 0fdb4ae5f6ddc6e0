package org.vss4j.simulator;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.internal.com.read.WriterStatusRecord;
import org.vss4j.internal.comserver.MetadataServer;
import org.vss4j.internal.comserver.WriterComponentsServer;
import org.vss4j.internal.comserver.WriterMethods;
import org.vss4j.requester.BackupType;
import org.vss4j.writer.WriterComponent;

/** The writers of one backup, and the components that are in it. All methods run under the lock of the backup. */
final class SimulatedWriters implements WriterMethods {

    /** The types of backup after which files are marked as backed up. */
    private static final Set<BackupType> OF_HISTORY = EnumSet.of(BackupType.FULL, BackupType.INCREMENTAL);

    private final List<SimulatedWriter> all;
    private final WriterFailures failures;
    private final BackupHistory history;
    private final Caller caller;
    private final Set<UUID> disabledClasses = new HashSet<>();
    private final Set<UUID> disabledInstances = new HashSet<>();

    /** The only classes that take part; null as long as none was enabled. */
    private @Nullable Set<UUID> enabledClasses;

    private boolean asked;
    private boolean selectsComponents;
    private int backupType;
    private BackupXml.Flags flags = new BackupXml.Flags(false, false, false);
    private List<WriterLife> identified = List.of();
    private List<WriterLife> present = List.of();
    private List<WriterStatusRecord> statuses = List.of();
    private final List<AddedComponent> added = new ArrayList<>();

    SimulatedWriters(List<SimulatedWriter> all, WriterFailures failures, BackupHistory history, Caller caller) {
        this.all = all;
        this.failures = failures;
        this.history = history;
        this.caller = caller;
    }

    void setBackupState(boolean components, boolean bootable, int type, boolean partialFiles) {
        selectsComponents = components;
        backupType = type;
        flags = new BackupXml.Flags(components, bootable, partialFiles);
    }

    /** Takes note that GatherWriterMetadata has been called: from here on it is settled who is asked. */
    void ask() {
        asked = true;
    }

    /** Those that are asked what they have. */
    List<WriterLife> candidates() {
        return all.stream()
                .filter(writer -> takesPart(
                        writer.metadata().writerId(), writer.metadata().instanceId()))
                .map(writer -> new WriterLife(writer, failures))
                .toList();
    }

    /** Takes note of who has said what he has, as soon as the operation finishes. */
    void identified(List<WriterLife> writers) {
        identified = List.copyOf(writers);
    }

    /** Those that take part. */
    List<WriterLife> present() {
        return present;
    }

    /** Takes note that an operation has finished. */
    void finished(VssMethod method) {
        switch (method) {
            case GATHER_WRITER_METADATA -> present = identified;
            case GATHER_WRITER_STATUS ->
                statuses = present.stream().map(WriterLife::status).toList();
            case DO_SNAPSHOT_SET -> added.forEach(AddedComponent::stamp);
            case BACKUP_COMPLETE -> added.forEach(this::takeNote);
            default -> {}
        }
    }

    /** Has a writer look whether all that it has in the backup is on volumes of the set: it vetoes if not. */
    void look(WriterLife writer, SetVolumes set) {
        BackupType type = writer.takenFor(type());
        if (added.stream()
                .filter(each -> each.writer() == writer)
                .flatMap(AddedComponent::parts)
                .anyMatch(component -> set.lackFilesOf(component, type))) {
            writer.lacksVolume();
        }
    }

    /** What was backed up, in a backup on which others are based, is in its writer's history from here on. */
    private void takeNote(AddedComponent each) {
        BackupType type = each.writer().takenFor(type());
        if (each.succeeded() && !each.writer().hasFailed() && OF_HISTORY.contains(type)) {
            history.add(new HistoryEntry(
                    each.writer().metadata().name(), each.component().fullPath(), type));
        }
    }

    private BackupType type() {
        return switch (backupType) {
            case 2 -> BackupType.INCREMENTAL;
            case 3 -> BackupType.DIFFERENTIAL;
            case 4 -> BackupType.LOG;
            case 5 -> BackupType.COPY;
            case 6 -> BackupType.OTHER;
            default -> BackupType.FULL;
        };
    }

    private boolean takesPart(UUID writerId, UUID instanceId) {
        boolean enabled = enabledClasses == null || enabledClasses.contains(writerId);
        return enabled && !disabledClasses.contains(writerId) && !disabledInstances.contains(instanceId);
    }

    @Override
    public int enableWriterClasses(List<UUID> ids) {
        return caller.call(
                VssMethod.ENABLE_WRITER_CLASSES,
                () -> {
                    if (!asked) {
                        if (enabledClasses == null) {
                            // The first one takes all back that was disabled.
                            disabledClasses.clear();
                            enabledClasses = new HashSet<>();
                        }
                        enabledClasses.addAll(ids);
                        ids.forEach(disabledClasses::remove);
                    }
                    return HResult.S_OK;
                },
                ids);
    }

    @Override
    public int disableWriterClasses(List<UUID> ids) {
        return disable(VssMethod.DISABLE_WRITER_CLASSES, disabledClasses, ids);
    }

    @Override
    public int disableWriterInstances(List<UUID> ids) {
        return disable(VssMethod.DISABLE_WRITER_INSTANCES, disabledInstances, ids);
    }

    /** When the writers have been asked there is no effect, and no error. */
    private int disable(VssMethod method, Set<UUID> disabled, List<UUID> ids) {
        return caller.call(
                method,
                () -> {
                    if (!asked) {
                        disabled.addAll(ids);
                    }
                    return HResult.S_OK;
                },
                ids);
    }

    @Override
    public int getWriterMetadataCount(IntConsumer count) {
        return give(VssMethod.GET_WRITER_METADATA_COUNT, () -> count.accept(present.size()));
    }

    @Override
    public int getWriterMetadata(int index, Consumer<MetadataServer> metadata) {
        return item(VssMethod.GET_WRITER_METADATA, index, () -> present, writer -> {
            String xml = WriterXml.of(writer.metadata());
            metadata.accept(new MetadataServer(writer.metadata(), xml));
        });
    }

    @Override
    public int addComponent(ComponentName name) {
        return caller.call(
                VssMethod.ADD_COMPONENT,
                () -> {
                    if (!selectsComponents) {
                        return HResult.VSS_E_BAD_STATE;
                    }
                    WriterLife writer = find(name);
                    WriterComponent component = writer == null ? null : find(writer, name);
                    if (writer == null || component == null) {
                        return HResult.VSS_E_OBJECT_NOT_FOUND;
                    }
                    if (added(name) != null) {
                        return HResult.VSS_E_OBJECT_ALREADY_EXISTS;
                    }
                    boolean goesWithAnother = !component.isSelectable()
                            && writer.metadata().components().stream()
                                    .anyMatch(other -> other.isSelectable() && other.isAncestorOf(component));
                    if (goesWithAnother) {
                        // Microsoft's pages say that it is undefined; this is the simulator's own choice.
                        return HResult.E_INVALIDARG;
                    }
                    added.add(new AddedComponent(writer, component));
                    return HResult.S_OK;
                },
                name.instanceId(),
                name.writerId(),
                name.type(),
                name.logicalPath(),
                name.name());
    }

    private @Nullable WriterLife find(ComponentName name) {
        return present.stream()
                .filter(writer -> writer.metadata().instanceId().equals(name.instanceId())
                        && writer.metadata().writerId().equals(name.writerId()))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable WriterComponent find(WriterLife writer, ComponentName name) {
        return writer.metadata().components().stream()
                .filter(component -> matches(component, name))
                .findFirst()
                .orElse(null);
    }

    private static boolean matches(WriterComponent component, ComponentName name) {
        return component.type().value() == name.type()
                && component.logicalPath().equals(name.logicalPath())
                && component.name().equals(name.name());
    }

    private @Nullable AddedComponent added(ComponentName name) {
        return added.stream()
                .filter(each -> each.writer().metadata().instanceId().equals(name.instanceId())
                        && each.writer().metadata().writerId().equals(name.writerId())
                        && matches(each.component(), name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public int setBackupSucceeded(ComponentName name, boolean succeeded) {
        return caller.call(
                VssMethod.SET_BACKUP_SUCCEEDED,
                () -> {
                    AddedComponent component = added(name);
                    if (component == null) {
                        return HResult.VSS_E_OBJECT_NOT_FOUND;
                    }
                    component.setSucceeded(succeeded);
                    return HResult.S_OK;
                },
                name.instanceId(),
                name.writerId(),
                name.type(),
                name.logicalPath(),
                name.name(),
                succeeded);
    }

    @Override
    public int setPreviousBackupStamp(ComponentName name, String stamp) {
        return tell(VssMethod.SET_PREVIOUS_BACKUP_STAMP, name, stamp, AddedComponent::setPreviousBackupStamp);
    }

    @Override
    public int setBackupOptions(ComponentName name, String options) {
        return tell(VssMethod.SET_BACKUP_OPTIONS, name, options, AddedComponent::setBackupOptions);
    }

    /** Tells a component something, in all instances of its writer. */
    private int tell(VssMethod method, ComponentName name, String text, BiConsumer<AddedComponent, String> told) {
        return caller.call(
                method,
                () -> {
                    List<AddedComponent> meant = added.stream()
                            .filter(each -> each.writer().metadata().writerId().equals(name.writerId())
                                    && matches(each.component(), name))
                            .toList();
                    meant.forEach(component -> told.accept(component, text));
                    return meant.isEmpty() ? HResult.VSS_E_OBJECT_NOT_FOUND : HResult.S_OK;
                },
                name.writerId(),
                name.type(),
                name.logicalPath(),
                name.name(),
                text);
    }

    @Override
    public int getWriterStatusCount(IntConsumer count) {
        return give(VssMethod.GET_WRITER_STATUS_COUNT, () -> count.accept(statuses.size()));
    }

    @Override
    public int getWriterStatus(int index, Consumer<WriterStatusRecord> status) {
        return item(VssMethod.GET_WRITER_STATUS, index, () -> statuses, status);
    }

    @Override
    public int getWriterStatusEx(int index, Consumer<WriterStatusRecord> status) {
        return item(VssMethod.GET_WRITER_STATUS_EX, index, () -> statuses, status);
    }

    @Override
    public int getWriterComponentsCount(IntConsumer count) {
        return give(
                VssMethod.GET_WRITER_COMPONENTS_COUNT,
                () -> count.accept(withComponents().size()));
    }

    /** The writers of which components were added. */
    private List<WriterLife> withComponents() {
        return present.stream()
                .filter(writer -> added.stream().anyMatch(each -> each.writer() == writer))
                .toList();
    }

    @Override
    public int getWriterComponents(int index, Consumer<WriterComponentsServer> components) {
        return item(
                VssMethod.GET_WRITER_COMPONENTS,
                index,
                this::withComponents,
                writer -> components.accept(new WriterComponentsServer(
                        writer.metadata().instanceId(),
                        writer.metadata().writerId(),
                        added.stream()
                                .filter(each -> each.writer() == writer)
                                .map(AddedComponent::record)
                                .toList())));
    }

    @Override
    public int saveAsXml(Consumer<String> xml) {
        return give(VssMethod.SAVE_AS_XML, () -> xml.accept(BackupXml.of(flags, backupType, withComponents(), added)));
    }

    private int give(VssMethod method, Runnable body) {
        return caller.call(method, () -> {
            body.run();
            return HResult.S_OK;
        });
    }

    private <T> int item(VssMethod method, int index, Supplier<List<T>> items, Consumer<? super T> body) {
        return caller.call(
                method,
                () -> {
                    List<T> list = items.get();
                    if (index < 0 || index >= list.size()) {
                        return HResult.VSS_E_OBJECT_NOT_FOUND;
                    }
                    body.accept(list.get(index));
                    return HResult.S_OK;
                },
                index);
    }
}
