package org.vss4j.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vss4j.cli.output.Problem;
import org.vss4j.internal.files.PathText;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.SnapshotAttribute;
import org.vss4j.requester.StoredCopy;
import org.vss4j.requester.UndecidedCopiesException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What commands have in common that are about some of the shadow copies there are. */
@Command
abstract class SelectingCommand extends ServiceCommand {
    @Option(names = "--id", paramLabel = "ID", description = "The copy with this id; can be repeated.")
    private List<UUID> ids = new ArrayList<>();

    @Option(names = "--set", paramLabel = "ID", description = "The copies of this set; can be repeated.")
    private List<UUID> sets = new ArrayList<>();

    @Option(
            names = "--volume",
            paramLabel = "DIR",
            converter = PathArgument.class,
            description = "The copies of this volume; can be repeated.")
    private List<Path> volumes = new ArrayList<>();

    @Option(
            names = "--older-than",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Copies that are older than 90s, 5m or 48h.")
    private @Nullable Duration olderThan;

    @Option(
            names = "--attribute",
            paramLabel = "ATTRIBUTE",
            description = "Copies with this attribute, such as persistent or no_writers; can be repeated.")
    private List<SnapshotAttribute> attributes = new ArrayList<>();

    @Option(names = "--oldest", description = "Of the copies of each volume only the oldest.")
    private boolean oldest;

    SelectingCommand(Stop stop) {
        super(stop);
    }

    @Override
    List<Path> volumes() {
        return VolumeOption.there(volumes);
    }

    /** Whether anything says which copies are meant. */
    final boolean selects() {
        return oldest
                || olderThan != null
                || !(ids.isEmpty() && sets.isEmpty() && volumes.isEmpty() && attributes.isEmpty());
    }

    final CopyFilter filter(Context context) {
        CopyFilter filter = CopyFilter.all();
        for (UUID id : ids) {
            filter = filter.withId(id);
        }
        for (UUID set : sets) {
            filter = filter.withSet(set);
        }
        for (Path volume : volumes()) {
            Path root = context.vss().volumeOf(volume);
            for (String name : context.vss().inventory().volumeNames(root)) {
                filter = filter.withVolume(name);
            }
        }
        for (SnapshotAttribute attribute : attributes) {
            filter = filter.withAttribute(attribute);
        }
        if (olderThan != null) {
            filter = filter.withCreatedBefore(Instant.now().minus(olderThan));
        }
        return oldest ? filter.oldestOfVolume() : filter;
    }

    /** Of copies of which too little is known it is said which records could not be read. */
    @Override
    final Problem problem(Throwable e) {
        Context used = opened();
        return used != null && e instanceof UndecidedCopiesException
                ? Problem.of(e.getMessage() + records(used))
                : super.problem(e);
    }

    /** The records that could not be read, behind a sentence. */
    static String records(Context context) {
        return context.service().unreadableRecords().stream()
                .map(record -> " " + PathText.of(record.path()) + " could not be read: " + record.reason() + ".")
                .collect(Collectors.joining());
    }

    static String line(StoredCopy copy) {
        return copy.id() + "  " + copy.createdAt() + "  " + copy.volume();
    }

    static Map<String, @Nullable Object> describe(StoredCopy copy) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", copy.id());
        fields.put("setId", copy.setId());
        fields.put("setSize", copy.setSize());
        fields.put("volume", copy.volume());
        fields.put("deviceObject", copy.deviceObject());
        fields.put("machine", copy.originatingMachine());
        fields.put("exposedAs", copy.exposedAs().orElse(null));
        fields.put("providerId", copy.providerId());
        fields.put("attributes", copy.attributes());
        fields.put("createdAt", copy.createdAt());
        return fields;
    }
}
