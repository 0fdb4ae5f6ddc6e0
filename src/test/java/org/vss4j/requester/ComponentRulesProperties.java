package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.vss4j.testing.Holds;
import org.vss4j.writer.WriterComponent;

/** The rules of inclusion against a search of everything that could be added. */
class ComponentRulesProperties {
    private static final int MOST = 8;

    /** A component, and what a caller wants of it. */
    record Node(WriterComponent component, Wish wish) {}

    enum Wish {
        WANTED,
        EXCLUDED,
        NOTHING
    }

    @Provide
    Arbitrary<List<Node>> writers() {
        Arbitrary<String> paths = Arbitraries.of("", "a", "a\\a", "a\\b", "a\\a\\a");
        Arbitrary<String> names = Arbitraries.of("a", "b");
        Arbitrary<Node> nodes = Combinators.combine(
                        paths,
                        names,
                        Arbitraries.of(true, false),
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.just(Wish.WANTED)),
                                Tuple.of(1, Arbitraries.just(Wish.EXCLUDED)),
                                Tuple.of(3, Arbitraries.just(Wish.NOTHING))))
                .as((path, name, selectable, wish) -> {
                    WriterComponent component = WriterComponent.fileGroup(path, name);
                    return new Node(selectable ? component : component.withAttributes(), wish);
                });
        return nodes.list()
                .ofMinSize(1)
                .ofMaxSize(MOST)
                .withSizeDistribution(RandomDistribution.uniform())
                .uniqueElements(node -> node.component().fullPath());
    }

    @Property(tries = 4000)
    @Holds({1104, 1106, 1107, 1108})
    void whatIsAdded_isTheLeastThatIncludesTheMost(@ForAll("writers") List<Node> nodes) {
        List<WriterComponent> all = nodes.stream().map(Node::component).toList();
        Set<WriterComponent> wanted = closure(nodes, Wish.WANTED);
        Set<WriterComponent> excluded = closure(nodes, Wish.EXCLUDED);
        wanted.removeAll(excluded);
        ComponentRules.Inclusion inclusion = ComponentRules.resolve(
                all,
                component -> wishOf(nodes, component) == Wish.WANTED,
                component -> wishOf(nodes, component) == Wish.EXCLUDED);
        if (wanted.isEmpty()) {
            assertThat(inclusion.explicit()).isEmpty();
            assertThat(inclusion.implicit()).isEmpty();
            Statistics.label("kind").collect("nothing");
            return;
        }
        List<WriterComponent> best = search(all, wanted, excluded);
        assertThat(inclusion.explicit()).containsExactlyElementsOf(best);
        Set<WriterComponent> covered = covered(all, best);
        Set<WriterComponent> implicit = new HashSet<>(covered);
        best.forEach(implicit::remove);
        assertThat(inclusion.implicit()).containsExactlyInAnyOrderElementsOf(implicit);
        Set<WriterComponent> left = new HashSet<>(wanted);
        left.removeAll(covered);
        Statistics.label("kind")
                .collect(implicit.isEmpty() ? "explicit" : left.isEmpty() ? "implicit" : "left out")
                .coverage(coverage -> {
                    coverage.check("implicit").count(count -> count > 100);
                    coverage.check("left out").count(count -> count > 40);
                });
    }

    /** Of all sets that VSS would take, those that include most of what is wanted, and of these the smallest. */
    private static List<WriterComponent> search(
            List<WriterComponent> all, Set<WriterComponent> wanted, Set<WriterComponent> excluded) {
        List<WriterComponent> best = List.of();
        long bestCount = -1;
        for (int bits = 0; bits < 1 << all.size(); bits++) {
            List<WriterComponent> candidate = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if ((bits & 1 << i) != 0) {
                    candidate.add(all.get(i));
                }
            }
            if (!isLegal(all, candidate, wanted, excluded)) {
                continue;
            }
            long count =
                    covered(all, candidate).stream().filter(wanted::contains).count();
            if (count > bestCount || (count == bestCount && candidate.size() < best.size())) {
                best = candidate;
                bestCount = count;
            }
        }
        return best;
    }

    private static boolean isLegal(
            List<WriterComponent> all,
            List<WriterComponent> candidate,
            Set<WriterComponent> wanted,
            Set<WriterComponent> excluded) {
        for (WriterComponent component : all) {
            boolean hasSelectableAbove = false;
            boolean hasAddedAbove = false;
            for (WriterComponent other : all) {
                if (isAbove(other, component) && other.isSelectable()) {
                    hasSelectableAbove = true;
                    hasAddedAbove |= candidate.contains(other);
                }
            }
            boolean added = candidate.contains(component);
            boolean mandatory = !component.isSelectable() && !hasSelectableAbove;
            boolean forbidden = (!component.isSelectable() && hasSelectableAbove) || hasAddedAbove;
            boolean unwanted = !mandatory && !wanted.contains(component);
            if ((mandatory && !added) || (added && (forbidden || unwanted))) {
                return false;
            }
        }
        for (WriterComponent component : covered(all, candidate)) {
            boolean mandatory = candidate.contains(component) && !component.isSelectable();
            if (excluded.contains(component) && !mandatory) {
                return false;
            }
        }
        return true;
    }

    private static Set<WriterComponent> covered(List<WriterComponent> all, List<WriterComponent> candidate) {
        Set<WriterComponent> covered = new HashSet<>(candidate);
        for (WriterComponent component : all) {
            for (WriterComponent added : candidate) {
                if (added.isSelectable() && isAbove(added, component)) {
                    covered.add(component);
                }
            }
        }
        return covered;
    }

    /** By the names on the way, one after the other. */
    private static boolean isAbove(WriterComponent above, WriterComponent below) {
        List<String> upper = names(above.logicalPath(), above.name());
        List<String> lower = names(below.logicalPath(), below.name());
        return upper.size() < lower.size() && lower.subList(0, upper.size()).equals(upper);
    }

    private static List<String> names(String path, String name) {
        List<String> names = new ArrayList<>();
        if (!path.isEmpty()) {
            names.addAll(List.of(path.split("\\\\")));
        }
        names.add(name);
        return names;
    }

    private static Set<WriterComponent> closure(List<Node> nodes, Wish wish) {
        Set<WriterComponent> closure = new HashSet<>();
        for (Node node : nodes) {
            for (Node other : nodes) {
                if (node.wish() == wish && (node.equals(other) || isAbove(node.component(), other.component()))) {
                    closure.add(other.component());
                }
            }
        }
        return closure;
    }

    private static Wish wishOf(List<Node> nodes, WriterComponent component) {
        return nodes.stream()
                .filter(node -> node.component().equals(component))
                .findFirst()
                .orElseThrow()
                .wish();
    }
}
