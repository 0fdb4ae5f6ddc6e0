package org.vss4j.requester;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/**
 * Which components of which writers a backup is of. Immutable; each method gives a changed copy.
 *
 * <p>A writer is named by its name, its instance name, its class id or its instance id; {@code *} is every writer. A
 * component is named by its full path, by its name wherever that stands, or by a logical path for all components there.
 * With a {@code \} at the beginning it is named from the top: {@code \orders} is no component of that name further down.
 * Capital and small letters are the same. A component stands for all that is below it, as in VSS a selectable component includes what is
 * below it; what is excluded wins over what is included. VSS includes some components only with others, or with all
 * that is below them: what is required and cannot be included fails the session before a snapshot set is started, and what
 * is allowed and cannot be is left out and is among the {@linkplain BackupSession#writerFailures() failures}.
 *
 * <p>Without anything included a backup is of whole volumes: writers take part, but are told of no component.
 */
public final class ComponentSelection {
    private static final String EVERY = "*";
    private static final String TOP = "\\";
    private static final ComponentSelection NONE = new ComponentSelection(List.of(), List.of(), List.of(), List.of());

    private final List<Rule> rules;
    private final List<ComponentText> stamps;
    private final List<ComponentText> backupOptions;
    private final List<String> acceptedAsFull;

    /** What a rule does with what it names. */
    enum Effect {
        /** Includes it; the backup is of no use without it. */
        REQUIRE,
        /** Includes it; the backup can do without it. */
        ALLOW,
        /** Leaves it out. */
        EXCLUDE
    }

    /**
     * One thing that is included or excluded.
     *
     * @param effect which of the two
     * @param writer the writer
     * @param component the component; empty for all of the writer
     */
    record Rule(Effect effect, String writer, String component) {
        Rule {
            Objects.requireNonNull(effect, "effect");
            Objects.requireNonNull(writer, "writer");
            Objects.requireNonNull(component, "component");
        }

        /** Whether it names nothing in particular, which then need not be there. */
        boolean isEverything() {
            return writer.equals(EVERY) && component.isEmpty();
        }

        /** Whether it leaves out all of the writers that it names. */
        boolean excludesTheWriter() {
            return effect == Effect.EXCLUDE && component.isEmpty();
        }

        boolean matches(WriterMetadata candidate) {
            return writer.equals(EVERY)
                    || same(writer, candidate.name())
                    || (!candidate.instanceName().isEmpty() && same(writer, candidate.instanceName()))
                    || same(id(writer), candidate.writerId().toString())
                    || same(id(writer), candidate.instanceId().toString());
        }

        /** An id may stand in braces. */
        private static String id(String text) {
            return text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
        }

        /** Whether a component is among those that it names, or below one of them. */
        boolean matches(WriterComponent candidate) {
            return candidate.isBelow(component) || names(candidate);
        }

        /** Whether it names a component itself. */
        boolean names(WriterComponent candidate) {
            return candidate.hasFullPath(component)
                    || (!component.startsWith(TOP) && same(component, candidate.name()));
        }

        private static boolean same(String one, String other) {
            return one.equalsIgnoreCase(other);
        }

        @Override
        public String toString() {
            return component.isEmpty()
                    ? "the writer " + writer
                    : "the component " + component + " of the writer " + writer;
        }
    }

    /**
     * What is told of a component.
     *
     * @param rule the writer and the component
     * @param text what
     */
    record ComponentText(Rule rule, String text) {
        boolean names(SelectedComponent candidate) {
            return rule.matches(candidate.writer()) && rule.names(candidate.component());
        }
    }

    private ComponentSelection(
            List<Rule> rules,
            List<ComponentText> stamps,
            List<ComponentText> backupOptions,
            List<String> acceptedAsFull) {
        this.rules = List.copyOf(rules);
        this.stamps = List.copyOf(stamps);
        this.backupOptions = List.copyOf(backupOptions);
        this.acceptedAsFull = List.copyOf(acceptedAsFull);
    }

    /** What is included and excluded. */
    List<Rule> rules() {
        return rules;
    }

    /** The stamps of earlier backups. */
    List<ComponentText> stamps() {
        return stamps;
    }

    /** What writers are asked for. */
    List<ComponentText> backupOptions() {
        return backupOptions;
    }

    /**
     * Nothing: a backup of whole volumes.
     *
     * @return a selection without rules
     */
    public static ComponentSelection none() {
        return NONE;
    }

    /**
     * Includes all of a writer; the backup is of no use if the writer fails, also if it has no components.
     *
     * @param writer the writer
     * @return the changed copy
     */
    public ComponentSelection require(String writer) {
        return with(new Rule(Effect.REQUIRE, writer, ""));
    }

    /**
     * Includes components of a writer; the backup is of no use without them.
     *
     * @param writer the writer
     * @param component the component
     * @return the changed copy
     */
    public ComponentSelection require(String writer, String component) {
        return with(new Rule(Effect.REQUIRE, writer, component));
    }

    /**
     * Includes all of a writer; the backup can do without it.
     *
     * @param writer the writer
     * @return the changed copy
     */
    public ComponentSelection allow(String writer) {
        return with(new Rule(Effect.ALLOW, writer, ""));
    }

    /**
     * Includes components of a writer; the backup can do without them.
     *
     * @param writer the writer
     * @param component the component
     * @return the changed copy
     */
    public ComponentSelection allow(String writer, String component) {
        return with(new Rule(Effect.ALLOW, writer, component));
    }

    /**
     * Leaves all of a writer out.
     *
     * @param writer the writer
     * @return the changed copy
     */
    public ComponentSelection exclude(String writer) {
        return with(new Rule(Effect.EXCLUDE, writer, ""));
    }

    /**
     * Leaves components of a writer out.
     *
     * @param writer the writer
     * @param component the component
     * @return the changed copy
     */
    public ComponentSelection exclude(String writer, String component) {
        return with(new Rule(Effect.EXCLUDE, writer, component));
    }

    /**
     * Gives the stamp of the backup from which an incremental or differential one goes on. One that names nothing that is
     * added to the backup fails the session before a snapshot set is started.
     *
     * @param writer the writer
     * @param component the component
     * @param stamp the {@linkplain ComponentResult#backupStamp() stamp} that the writer gave then
     * @return the changed copy
     */
    public ComponentSelection withPreviousStamp(String writer, String component, String stamp) {
        List<ComponentText> all = new ArrayList<>(stamps);
        all.add(new ComponentText(new Rule(Effect.ALLOW, writer, component), Objects.requireNonNull(stamp)));
        return new ComponentSelection(rules, all, backupOptions, acceptedAsFull);
    }

    /**
     * Asks a writer for something that it alone knows how to understand, by {@code SetBackupOptions}. What names nothing that
     * is added to the backup fails the session before a snapshot set is started.
     *
     * @param writer the writer
     * @param component the component
     * @param options a text in the form that the writer documents
     * @return the changed copy
     */
    public ComponentSelection withBackupOptions(String writer, String component, String options) {
        List<ComponentText> all = new ArrayList<>(backupOptions);
        all.add(new ComponentText(new Rule(Effect.ALLOW, writer, component), Objects.requireNonNull(options)));
        return new ComponentSelection(rules, stamps, all, acceptedAsFull);
    }

    /**
     * Accepts that a writer takes a backup for a full one, if it does not {@linkplain BackupType#isSupportedBy support} its
     * type: a database may truncate its logs then. Without this it is left out, or the backup refused if it is required. It
     * includes nothing by itself.
     *
     * @param writer the writer
     * @return the changed copy
     */
    public ComponentSelection acceptAsFull(String writer) {
        List<String> all = new ArrayList<>(acceptedAsFull);
        all.add(writer);
        return new ComponentSelection(rules, stamps, backupOptions, all);
    }

    private ComponentSelection with(Rule rule) {
        List<Rule> all = new ArrayList<>(rules);
        all.add(rule);
        return new ComponentSelection(all, stamps, backupOptions, acceptedAsFull);
    }

    /** Whether a writer may take part although it does not support the type of the backup. */
    boolean acceptsAsFull(WriterMetadata writer) {
        return acceptedAsFull.stream().anyMatch(name -> new Rule(Effect.ALLOW, name, "").matches(writer));
    }

    /**
     * Tells whether a backup is of components at all.
     *
     * @return whether anything is included; else it is of whole volumes
     */
    public boolean includesAnything() {
        return rules.stream().anyMatch(rule -> rule.effect() != Effect.EXCLUDE);
    }

    /** Whether no component is named, be it to leave it out or to tell its writer something. */
    boolean namesNothing() {
        return !includesAnything() && stamps.isEmpty() && backupOptions.isEmpty();
    }

    @Override
    @SuppressWarnings("exports") // An annotation, without which others compile as well.
    public boolean equals(@Nullable Object other) {
        return other instanceof ComponentSelection selection
                && rules.equals(selection.rules)
                && stamps.equals(selection.stamps)
                && backupOptions.equals(selection.backupOptions)
                && acceptedAsFull.equals(selection.acceptedAsFull);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rules, stamps, backupOptions, acceptedAsFull);
    }

    @Override
    public String toString() {
        return "ComponentSelection[rules=" + rules + ", stamps=" + stamps + ", backupOptions=" + backupOptions
                + ", acceptedAsFull=" + acceptedAsFull + ']';
    }
}
