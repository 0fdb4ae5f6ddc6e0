package org.vss4j.requester;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.com.Guid;

/**
 * Which of the {@linkplain Inventory#providers() providers} is to make shadow copies. Which one has made a copy is said by
 * {@link ShadowCopy#providerId}. Immutable.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/vss/selecting-providers">Selecting Providers</a>
 */
public final class ProviderChoice {
    private static final HResult NOT_REGISTERED = HResult.of(0x80042304);
    private static final ProviderChoice ANY = new ProviderChoice("any", Guid.NULL, provider -> true);

    private final String text;

    /** The id that is chosen; null if it has to be looked for. */
    private final @Nullable UUID id;

    private final Predicate<ShadowCopyProvider> matches;

    private ProviderChoice(String text, @Nullable UUID id, Predicate<ShadowCopyProvider> matches) {
        this.text = text;
        this.id = id;
        this.matches = matches;
    }

    /**
     * The one that VSS finds best: a hardware provider that supports the volume, or else a software provider, or else the
     * system's.
     *
     * @return the choice
     */
    public static ProviderChoice any() {
        return ANY;
    }

    /**
     * The provider with an id.
     *
     * @param id the provider's id; whether there is one, VSS says when a volume is added to the set
     * @return the choice
     */
    public static ProviderChoice withId(UUID id) {
        return new ProviderChoice(
                "with the id " + id, id, provider -> provider.id().equals(id));
    }

    /**
     * The provider with a name.
     *
     * @param name what it calls itself; capital and small letters are the same
     * @return the choice, of which a session that starts a snapshot set needs exactly one
     */
    public static ProviderChoice named(String name) {
        Objects.requireNonNull(name, "name");
        return new ProviderChoice(
                "named " + name, null, provider -> provider.name().equalsIgnoreCase(name));
    }

    /**
     * The provider of a kind.
     *
     * @param type the kind
     * @return the choice, of which a session that starts a snapshot set needs exactly one
     */
    public static ProviderChoice ofType(ShadowCopyProvider.Type type) {
        return new ProviderChoice("of the type " + type, null, provider -> provider.type() == type);
    }

    /**
     * The id for AddToSnapshotSet.
     *
     * @param present asks which providers there are
     * @throws VssException if none is meant, or more than one
     */
    UUID resolve(Supplier<List<ShadowCopyProvider>> present) {
        return Optional.ofNullable(id).orElseGet(() -> find(present.get()));
    }

    private UUID find(List<ShadowCopyProvider> present) {
        List<ShadowCopyProvider> found = present.stream().filter(matches).toList();
        if (found.size() == 1) {
            return found.getFirst().id();
        }
        throw new VssException(
                Step.START_SNAPSHOT_SET.method(),
                NOT_REGISTERED,
                found.isEmpty()
                        ? "not called, for there is no provider " + text + ": there are " + names(present)
                        : "not called, for more than one provider is " + text + ": choose by the id, of "
                                + names(found));
    }

    private static String names(List<ShadowCopyProvider> providers) {
        return providers.stream()
                .map(provider -> provider.name() + " (" + provider.id() + ", " + provider.type() + ")")
                .collect(Collectors.joining(", "));
    }

    @Override
    @SuppressWarnings("exports") // An annotation, without which others compile as well.
    public boolean equals(@Nullable Object other) {
        return other instanceof ProviderChoice choice && text.equals(choice.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
