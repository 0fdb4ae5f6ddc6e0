package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.vss4j.internal.bindings.Vssapi;
import org.vss4j.testing.Holds;

/** Contexts and attributes, held against a table that was transcribed once more from Microsoft's pages. */
class SnapshotContextProperties {
    /**
     * A line of the table of contexts.
     *
     * @param writers whether they take part
     * @param autoRelease whether copies go with their session
     * @param clientAccessible whether users see them
     */
    private record Line(int value, boolean writers, boolean autoRelease, boolean clientAccessible) {}

    private static final Map<String, Line> CONTEXTS = Map.of(
            "BACKUP", new Line(0x00, true, true, false),
            "FILE_SHARE_BACKUP", new Line(0x10, false, true, false),
            "NAS_ROLLBACK", new Line(0x19, false, false, false),
            "APP_ROLLBACK", new Line(0x09, true, false, false),
            "CLIENT_ACCESSIBLE", new Line(0x1d, false, false, true),
            "CLIENT_ACCESSIBLE_WRITERS", new Line(0x0d, true, false, true));

    /** What may stand beside a context, with its bit. */
    private static final Map<String, Integer> REQUESTED = Map.of(
            "NO_AUTORECOVERY", 0x2,
            "TRANSPORTABLE", 0x20,
            "NOT_TRANSACTED", 0x80,
            "DIFFERENTIAL", 0x20000,
            "PLEX", 0x40000,
            "ROLLBACK_RECOVERY", 0x800000,
            "TXF_RECOVERY", 0x2000000);

    private static final Set<String> OF_THE_CONTEXT =
            Set.of("PERSISTENT", "CLIENT_ACCESSIBLE", "NO_AUTO_RELEASE", "NO_WRITERS");
    private static final Set<String> OF_OTHER_PROVIDERS = Set.of("TRANSPORTABLE", "DIFFERENTIAL", "PLEX");

    @Example
    @Holds({306, 307, 312})
    void theContextsAreThoseOfTheTable() {
        assertThat(SnapshotContext.values())
                .extracting(SnapshotContext::toString)
                .containsExactlyInAnyOrderElementsOf(CONTEXTS.keySet());
        CONTEXTS.forEach((name, line) -> {
            SnapshotContext context = SnapshotContext.valueOf(name);
            assertThat(context.value()).as(name).isEqualTo(line.value());
            assertThat(context.hasWriters()).as(name).isEqualTo(line.writers());
            assertThat(context.isPersistent()).as(name).isEqualTo(!line.autoRelease());
        });
        assertThat(SnapshotContext.ALL).isEqualTo(0xffffffff);
    }

    @Example
    @Holds(308)
    void everyAttributeHasTheBitOfTheHeader() throws ReflectiveOperationException {
        for (SnapshotAttribute attribute : SnapshotAttribute.values()) {
            int bit = (int)
                    Vssapi.class.getMethod("VSS_VOLSNAP_ATTR_" + attribute).invoke(null);
            assertThat(attribute.bit()).as(attribute.name()).isEqualTo(bit);
            assertThat(SnapshotAttribute.of(bit)).containsExactly(attribute);
        }
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    @Holds({308, 309, 310, 313})
    void legalCombinationsHaveTheSumOfTheirBits_andOthersAreRefusedWithTheReason(
            @ForAll("contexts") String name, @ForAll("attributes") List<SnapshotAttribute> attributes) {
        SnapshotContext context = SnapshotContext.valueOf(name);
        String reason = "";
        Line line = Objects.requireNonNull(CONTEXTS.get(name));
        int value = line.value();
        Set<String> asked = new LinkedHashSet<>();
        for (SnapshotAttribute attribute : attributes) {
            String text = attribute.name();
            asked.add(text);
            if (OF_THE_CONTEXT.contains(text)) {
                reason = text + " comes from the context";
            } else if (!REQUESTED.containsKey(text)) {
                reason = text + " is said of a shadow copy";
            } else if (line.clientAccessible() && OF_OTHER_PROVIDERS.contains(text)) {
                reason = text + " cannot be had in " + name;
            } else if (asked.containsAll(Set.of("DIFFERENTIAL", "PLEX"))) {
                reason = "DIFFERENTIAL and PLEX exclude each other";
            } else {
                value |= Objects.requireNonNull(REQUESTED.get(text));
                continue;
            }
            break;
        }
        Statistics.label("refused").collect(!reason.isEmpty());
        BackupOptions options = BackupOptions.defaults().withContext(context);
        if (reason.isEmpty()) {
            BackupOptions made = options.withAttributes(attributes);
            assertThat(made.contextValue()).isEqualTo(value);
            assertThat(made.attributes()).containsExactlyInAnyOrderElementsOf(Set.copyOf(attributes));
            assertThat(made.context()).isEqualTo(context);
            assertThat(made.equals(options)).isEqualTo(value == context.value());
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> options.withAttributes(attributes))
                    .withMessageContaining(reason);
        }
    }

    /** A compiler sees whether a switch has them all. */
    @Example
    void aProgramCanSwitchOnThem() {
        for (SnapshotContext context : SnapshotContext.values()) {
            boolean stays = switch (context) {
                case BACKUP, FILE_SHARE_BACKUP -> false;
                case NAS_ROLLBACK, APP_ROLLBACK, CLIENT_ACCESSIBLE, CLIENT_ACCESSIBLE_WRITERS -> true;
            };
            assertThat(context.isPersistent()).as("%s", context).isEqualTo(stays);
        }
    }

    @Example
    void attributesThatAreThere_areHeldAgainstAnotherContextToo() {
        BackupOptions options = BackupOptions.defaults().withAttributes(List.of(SnapshotAttribute.TRANSPORTABLE));
        assertThat(options.withContext(SnapshotContext.APP_ROLLBACK).attributes())
                .containsExactly(SnapshotAttribute.TRANSPORTABLE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withContext(SnapshotContext.CLIENT_ACCESSIBLE))
                .withMessageContaining("TRANSPORTABLE cannot be had in CLIENT_ACCESSIBLE");
    }

    @Provide
    Arbitrary<String> contexts() {
        return Arbitraries.of(CONTEXTS.keySet());
    }

    @Provide
    Arbitrary<List<SnapshotAttribute>> attributes() {
        Arbitrary<SnapshotAttribute> legal =
                Arbitraries.of(SnapshotAttribute.class).filter(attribute -> REQUESTED.containsKey(attribute.name()));
        return Arbitraries.oneOf(legal, legal, legal, Arbitraries.of(SnapshotAttribute.class))
                .list()
                .ofMaxSize(4);
    }
}
