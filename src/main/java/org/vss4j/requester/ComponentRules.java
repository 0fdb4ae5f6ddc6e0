package org.vss4j.requester;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.vss4j.writer.WriterComponent;

/**
 * VSS's rules of what is in a backup explicitly, by {@code AddComponent}, and what comes with it implicitly.
 *
 * <ul>
 *   <li>A component without SELECTABLE that has no selectable component above it must be added whenever its writer takes
 *       part.
 *   <li>One that has a selectable component above it must not be added: it comes with that, or not at all.
 *   <li>A selectable component may be added, unless one above it is added. All that is below it comes with it.
 *   <li>Below a component without SELECTABLE that is added, nothing comes with it.
 * </ul>
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/vss/working-with-selectability-for-backup">Working with
 *     Selectability for Backup</a>
 */
final class ComponentRules {
    private ComponentRules() {}

    /**
     * What is in a backup of one writer.
     *
     * @param explicit what is to be added, in the writer's order
     * @param implicit what comes with it
     */
    record Inclusion(List<WriterComponent> explicit, List<WriterComponent> implicit) {}

    /**
     * Finds what is to be added, so that as much as possible of what is wanted is included and nothing that is excluded.
     *
     * @param all the components of one writer
     * @param wanted those that are wanted, each with all below it
     * @param excluded those that are not, each with all below it
     */
    static Inclusion resolve(
            List<WriterComponent> all, Predicate<WriterComponent> wanted, Predicate<WriterComponent> excluded) {
        Set<WriterComponent> out = withBelow(all, excluded);
        Set<WriterComponent> in = withBelow(all, wanted);
        in.removeAll(out);
        if (in.isEmpty()) {
            return new Inclusion(List.of(), List.of());
        }
        List<WriterComponent> roots = all.stream()
                .filter(component -> in.contains(component) && component.isSelectable() && hasNoneBelow(component, out))
                .toList();
        List<WriterComponent> explicit = new ArrayList<>();
        for (WriterComponent component : all) {
            boolean isTop = roots.contains(component) && hasNoneAbove(component, roots);
            if (isTop || isMandatory(component, all)) {
                explicit.add(component);
            }
        }
        List<WriterComponent> implicit = all.stream()
                .filter(component -> !explicit.contains(component) && !hasNoneAbove(component, selectable(explicit)))
                .toList();
        return new Inclusion(List.copyOf(explicit), implicit);
    }

    /** Whether a component has to be added whenever its writer takes part. */
    static boolean isMandatory(WriterComponent component, List<WriterComponent> all) {
        return !component.isSelectable() && hasNoneAbove(component, selectable(all));
    }

    private static List<WriterComponent> selectable(List<WriterComponent> components) {
        return components.stream().filter(WriterComponent::isSelectable).toList();
    }

    /** The components that are chosen, and all below them, in the writer's order. */
    static Set<WriterComponent> withBelow(List<WriterComponent> all, Predicate<WriterComponent> chosen) {
        Set<WriterComponent> set = new LinkedHashSet<>();
        List<WriterComponent> roots = all.stream().filter(chosen).toList();
        for (WriterComponent component : all) {
            if (roots.contains(component) || !hasNoneAbove(component, roots)) {
                set.add(component);
            }
        }
        return set;
    }

    private static boolean hasNoneAbove(WriterComponent component, Collection<WriterComponent> others) {
        return others.stream().noneMatch(other -> other.isAncestorOf(component));
    }

    private static boolean hasNoneBelow(WriterComponent component, Collection<WriterComponent> others) {
        return others.stream().noneMatch(component::isAncestorOf);
    }
}
