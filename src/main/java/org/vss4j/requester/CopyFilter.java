package org.vss4j.requester;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Which shadow copies are meant: those that fulfil all that is asked. Of several ids, or volumes, a copy has to have one;
 * of several attributes all. Immutable; each method gives a narrower copy.
 *
 * @param ids the copies' ids; any if there is none
 * @param setIds the sets' ids; any if there is none
 * @param volumes names of volumes as {@link StoredCopy#volume} has them; any if there is none
 * @param createdBefore copies that are older
 * @param attributes what they are like
 * @param extent whether all of them are meant, or the oldest
 */
public record CopyFilter(
        Set<UUID> ids,
        Set<UUID> setIds,
        Set<String> volumes,
        Instant createdBefore,
        Set<SnapshotAttribute> attributes,
        Extent extent) {

    /** How many of the copies that fulfil the rest are meant. */
    public enum Extent {
        /** All. */
        ALL,
        /** Of each volume the oldest. */
        OLDEST_OF_VOLUME
    }

    private static final CopyFilter ALL =
            new CopyFilter(Set.of(), Set.of(), Set.of(), Instant.MAX, Set.of(), Extent.ALL);

    /** Copies the sets. */
    public CopyFilter {
        ids = Set.copyOf(ids);
        setIds = Set.copyOf(setIds);
        volumes = Set.copyOf(volumes);
        attributes = Set.copyOf(attributes);
    }

    /**
     * All copies there are, whoever made them.
     *
     * @return the widest filter
     */
    public static CopyFilter all() {
        return ALL;
    }

    /**
     * Copies with this id, or another that was given before.
     *
     * @param id a copy's id
     * @return the filter
     */
    public CopyFilter withId(UUID id) {
        return new CopyFilter(plus(ids, id), setIds, volumes, createdBefore, attributes, extent);
    }

    /**
     * Copies of this set, or another that was given before.
     *
     * @param setId a set's id
     * @return the filter
     */
    public CopyFilter withSet(UUID setId) {
        return new CopyFilter(ids, plus(setIds, setId), volumes, createdBefore, attributes, extent);
    }

    /**
     * Copies of this volume, or another that was given before.
     *
     * @param volume a name as {@link StoredCopy#volume} has it; {@link Inventory#volumeNames} finds it
     * @return the filter
     */
    public CopyFilter withVolume(String volume) {
        return new CopyFilter(ids, setIds, plus(volumes, volume), createdBefore, attributes, extent);
    }

    /**
     * Copies that are older.
     *
     * @param instant they were made before it
     * @return the filter
     */
    public CopyFilter withCreatedBefore(Instant instant) {
        return new CopyFilter(ids, setIds, volumes, instant, attributes, extent);
    }

    /**
     * Copies with this attribute, and those that were given before.
     *
     * @param attribute what they are like
     * @return the filter
     */
    public CopyFilter withAttribute(SnapshotAttribute attribute) {
        return new CopyFilter(ids, setIds, volumes, createdBefore, plus(attributes, attribute), extent);
    }

    /**
     * Of the copies of each volume only the oldest.
     *
     * @return the filter
     */
    public CopyFilter oldestOfVolume() {
        return new CopyFilter(ids, setIds, volumes, createdBefore, attributes, Extent.OLDEST_OF_VOLUME);
    }

    private static <T> Set<T> plus(Set<T> set, T element) {
        Set<T> more = new HashSet<>(set);
        more.add(element);
        return more;
    }

    /** Whether all that is asked is that copies are of certain sets. */
    boolean isOfWholeSets() {
        return !setIds.isEmpty()
                && equals(new CopyFilter(Set.of(), setIds, Set.of(), Instant.MAX, Set.of(), Extent.ALL));
    }

    /**
     * The copies of which it is known that they are meant.
     *
     * @param copies those there are
     * @return those of them that fulfil what is asked, the oldest first, but for the {@link #undecided}
     */
    public List<StoredCopy> select(List<StoredCopy> copies) {
        List<StoredCopy> selected = new ArrayList<>(copies.stream()
                .filter(copy -> accepts(copy) && !isUndecided(copy))
                .sorted(Comparator.comparing(StoredCopy::createdAt).thenComparing(StoredCopy::id))
                .toList());
        if (extent == Extent.OLDEST_OF_VOLUME) {
            Map<String, StoredCopy> oldest = new HashMap<>();
            selected.forEach(copy -> oldest.putIfAbsent(copy.volume(), copy));
            selected.retainAll(Set.copyOf(oldest.values()));
        }
        return List.copyOf(selected);
    }

    /**
     * The copies of which nobody can tell whether they are meant: VSS does not say what they are copies of, so that what else
     * it says of them is not relied upon, and more is asked than ids. Which is the oldest of a volume is not known either, as
     * long as there is one.
     *
     * @param copies those there are
     * @return those of them that may be meant, and may not, in the same order
     */
    public List<StoredCopy> undecided(List<StoredCopy> copies) {
        return copies.stream().filter(this::isUndecided).toList();
    }

    /**
     * Goes on only if of each copy it can be told whether it is meant.
     *
     * @param copies those there are
     * @throws UndecidedCopiesException if some are {@link #undecided}
     */
    public void requireDecided(List<StoredCopy> copies) {
        List<StoredCopy> undecided = undecided(copies);
        if (!undecided.isEmpty()) {
            throw new UndecidedCopiesException(undecided);
        }
    }

    private boolean isUndecided(StoredCopy copy) {
        return copy.volume().isEmpty() && asksForMoreThanIds() && isNamed(copy);
    }

    private boolean asksForMoreThanIds() {
        return !equals(new CopyFilter(ids, setIds, Set.of(), Instant.MAX, Set.of(), Extent.ALL));
    }

    private boolean isNamed(StoredCopy copy) {
        return (ids.isEmpty() || ids.contains(copy.id())) && (setIds.isEmpty() || setIds.contains(copy.setId()));
    }

    private boolean accepts(StoredCopy copy) {
        return isNamed(copy)
                && (volumes.isEmpty() || volumes.contains(copy.volume()))
                && copy.createdAt().isBefore(createdBefore)
                && copy.attributes().containsAll(attributes);
    }
}
