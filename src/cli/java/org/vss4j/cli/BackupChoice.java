package org.vss4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupType;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.requester.ProviderChoice;
import org.vss4j.requester.SnapshotAttribute;
import org.vss4j.requester.SnapshotContext;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** What kind of backup a command makes, and of what. */
final class BackupChoice {
    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description =
                    "What kind of backup programs are told of: copy (the default), full, incremental, differential,"
                            + " log or other. After a full one a database may truncate its logs.")
    private BackupType type = BackupType.COPY;

    @Option(
            names = "--component",
            paramLabel = "WRITER[:COMPONENT]",
            description =
                    "What the backup is of, as `writers` names it; can be repeated. Each is needed, and is told whether"
                            + " its backup succeeded. Default: whole volumes, of which no component is told.")
    private List<String> components = new ArrayList<>();

    @Option(
            names = "--attribute",
            paramLabel = "ATTRIBUTE",
            description = "What the shadow copies are to be like beside what they are made for, such as differential or"
                    + " no_autorecovery; can be repeated.")
    private List<SnapshotAttribute> attributes = new ArrayList<>();

    @Option(
            names = "--provider",
            paramLabel = "ID|NAME",
            converter = Provider.class,
            description =
                    "Which of VSS' providers makes the shadow copies, by its id or name, as `providers` lists them."
                            + " Default: the one that VSS finds best.")
    private ProviderChoice provider = ProviderChoice.any();

    /** A provider, as it is named on a command line. */
    private static final class Provider implements ITypeConverter<ProviderChoice> {
        private static final Pattern ID = Pattern.compile("\\{?(\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12})}?");

        @Override
        public ProviderChoice convert(String text) {
            Matcher id = ID.matcher(text);
            return id.matches() ? ProviderChoice.withId(UUID.fromString(id.group(1))) : ProviderChoice.named(text);
        }
    }

    /** Whether the backup is of components. */
    boolean isOfComponents() {
        return !components.isEmpty();
    }

    /**
     * The options of a session.
     *
     * @throws IllegalArgumentException if the attributes do not go with the context: one line
     */
    BackupOptions options(SnapshotContext context) {
        ComponentSelection selection = ComponentSelection.none();
        for (String each : components) {
            int colon = each.indexOf(':');
            selection = colon < 0
                    ? selection.require(each)
                    : selection.require(each.substring(0, colon), each.substring(colon + 1));
        }
        return BackupOptions.defaults()
                .withContext(context)
                .withAttributes(attributes)
                .withProvider(provider)
                .withType(type)
                .withSelection(selection);
    }
}
