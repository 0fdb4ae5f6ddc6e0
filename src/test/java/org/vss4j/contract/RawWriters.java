package org.vss4j.contract;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vss4j.HResult;
import org.vss4j.internal.com.CallFailedException;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.com.read.WriterCalls;
import org.vss4j.internal.com.slots.BackupSlots;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.WriterEvent;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/** Calls about writers to an object of a service, and what it answers. */
final class RawWriters {
    private static final HResult ERROR = HResult.of(0x800423F3);
    private static final int COPY = 5;

    /** What the document has of each component that was added. */
    private static final Pattern OF_COMPONENTS =
            Pattern.compile("\\b(backupSucceeded|backupStamp|previousBackupStamp)=\"[^\"]*\"");

    /** The writers of the machine: one that says everything, one that fails, and one that fails with a component. */
    static final List<SimulatedWriter> WRITERS = List.of(
            SimulatedWriter.of(WriterContract.FULL),
            SimulatedWriter.database("failing").withVeto(WriterEvent.FREEZE, ERROR, HResult.E_FAIL, "frozen"),
            partial()
                    .withComponentVeto(WriterEvent.POST_SNAPSHOT, "orders", ERROR, HResult.S_OK, "")
                    .withVeto(WriterEvent.BACKUP_COMPLETE, ERROR, HResult.S_OK, "never told, as it has failed before"));

    /** A database that has one component more, whose path is written in another way than that of what stands above it. */
    private static SimulatedWriter partial() {
        SimulatedWriter database = SimulatedWriter.database("partial");
        WriterComponent last = WriterComponent.database("\\ORDERS", "last").withAttributes();
        return SimulatedWriter.of(database.metadata()
                        .withComponents(Stream.concat(database.metadata().components().stream(), Stream.of(last))
                                .toArray(WriterComponent[]::new)))
                .withBackupStamp(database.backupStamp());
    }

    /** A component by which a call names one: those of all writers, and some that there are not. */
    private record Name(WriterMetadata writer, WriterComponent component) {}

    private static final List<Name> NAMES = WRITERS.stream()
            .map(SimulatedWriter::metadata)
            .flatMap(writer -> writer.components().stream().map(component -> new Name(writer, component)))
            .toList();

    /** How many numbers calls can have; the last one names no component. */
    static final int COMPONENTS = NAMES.size() + 1;

    /** The component of the third writer that fails. */
    static final int ORDERS_OF_PARTIAL = WRITERS.get(0).metadata().components().size()
            + WRITERS.get(1).metadata().components().size();

    /** What is called. */
    enum Call {
        SELECT_COMPONENTS,
        METADATA,
        ADD_COMPONENT,
        SET_BACKUP_SUCCEEDED,
        SET_PREVIOUS_BACKUP_STAMP,
        SET_BACKUP_OPTIONS,
        STATUSES,
        COMPONENTS,
        SAVE_AS_XML,
        ENABLE_CLASS,
        DISABLE_CLASS,
        DISABLE_INSTANCE
    }

    private RawWriters() {}

    /**
     * Makes a call, and says what came of it.
     *
     * @param number which component or writer it is about
     */
    static String perform(VssExports exports, MemorySegment self, Call call, int number) {
        WriterCalls calls = new WriterCalls(self, exports, (method, result) -> {});
        try {
            return switch (call) {
                case SELECT_COMPONENTS ->
                    HResult.of(BackupSlots.setBackupState(self, true, false, COPY, false))
                            .name();
                case METADATA -> {
                    int count = calls.metadataCount();
                    yield IntStream.range(0, Math.min(count + 1, number + 1))
                            .mapToObj(index -> calls.metadata(index).metadata())
                            .toList()
                            .toString();
                }
                case STATUSES -> calls.statuses().toString();
                case COMPONENTS -> calls.components().toString();
                case SAVE_AS_XML ->
                    "a document: "
                            + OF_COMPONENTS
                                    .matcher(calls.document())
                                    .results()
                                    .map(MatchResult::group)
                                    .toList();
                case ENABLE_CLASS -> done(() -> calls.enableWriterClasses(List.of(writerId(number))));
                case DISABLE_CLASS -> done(() -> calls.disableWriterClasses(List.of(writerId(number))));
                case DISABLE_INSTANCE -> done(() -> calls.disableWriterInstances(List.of(instanceId(number))));
                case ADD_COMPONENT, SET_BACKUP_SUCCEEDED, SET_PREVIOUS_BACKUP_STAMP, SET_BACKUP_OPTIONS ->
                    done(() -> ofComponent(calls, call, number));
            };
        } catch (CallFailedException e) {
            return e.method() + ": " + HResult.of(e.hresult()).name();
        }
    }

    private static String done(Runnable call) {
        call.run();
        return "done";
    }

    private static UUID writerId(int number) {
        return WRITERS.get(number % WRITERS.size()).metadata().writerId();
    }

    private static UUID instanceId(int number) {
        return WRITERS.get(number % WRITERS.size()).metadata().instanceId();
    }

    private static void ofComponent(WriterCalls calls, Call call, int number) {
        boolean isThere = number < NAMES.size();
        Name name = NAMES.get(isThere ? number : 0);
        UUID instanceId = name.writer().instanceId();
        UUID writerId = name.writer().writerId();
        int type = name.component().type().value();
        String path = name.component().logicalPath();
        String text = isThere ? name.component().name() : "none";
        switch (call) {
            case ADD_COMPONENT -> calls.addComponent(instanceId, writerId, type, path, text);
            case SET_BACKUP_SUCCEEDED -> calls.setBackupSucceeded(instanceId, writerId, type, path, text, true);
            case SET_BACKUP_OPTIONS -> calls.setBackupOptions(writerId, type, path, text, "options");
            default -> calls.setPreviousBackupStamp(writerId, type, path, text, "stamp");
        }
    }
}
