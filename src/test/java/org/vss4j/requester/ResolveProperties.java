package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import net.jqwik.api.statistics.Statistics;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.Sequences;
import org.vss4j.testing.SymbolicLinks;

/**
 * Volumes full of links, in one another and beside one another, and paths through them. Where each led is asked of the system
 * before the copies are made; afterwards all files have other contents and all links of the copied volumes lead elsewhere.
 */
@AddLifecycleHook(Sequences.class)
class ResolveProperties {
    private static final BackupOptions WITHOUT_WRITERS =
            BackupOptions.defaults().withContext(SnapshotContext.FILE_SHARE_BACKUP);
    private static final List<String> NAMES =
            List.of("folder", "deep", "file", "link0", "link1", "link2", "link3", "..", "..", ".", "missing");
    private static final int LINKS = 5;
    private static final int PATHS = 40;

    private Path temporary = Path.of("");
    private Path first = Path.of("");
    private Path second = Path.of("");

    /** In no set; it is mounted in the first. */
    private Path mounted = Path.of("");

    private List<Path> tops = List.of();

    @BeforeTry
    void makeFolders() throws IOException {
        temporary = Files.createTempDirectory("vss4j-resolve-").toRealPath();
        first = temporary.resolve("first");
        second = temporary.resolve("second");
        mounted = first.resolve("mounted");
        tops = List.of(first, second, mounted, temporary.resolve("third"), temporary.resolve("outside"));
    }

    @AfterTry
    void nothingIsLeft() throws IOException {
        FileTrees.delete(temporary);
        NothingLeftBehind.check();
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void whatIsReadIsWhatWasThere_orIsRefused(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        makeTree(random);
        Map<Path, Optional<Path>> led = new LinkedHashMap<>();
        for (int i = 0; i < PATHS; i++) {
            Path path = path(random);
            led.put(path, leads(path));
        }
        try (VssSimulator simulator = VssSimulator.builder()
                        .volume(first)
                        .volume(second)
                        .volume(mounted)
                        .volume(temporary.resolve("third"))
                        .state(temporary.resolve("state"))
                        .build();
                BackupSession session = simulator.vss().openBackup(WITHOUT_WRITERS)) {
            List<ShadowCopy> copies = session.takeSnapshot(List.of(first, second));
            changeAll(random);
            for (Map.Entry<Path, Optional<Path>> path : led.entrySet()) {
                for (ShadowCopy copy : copies) {
                    String outcome = check(copies, copy, path.getKey(), path.getValue());
                    Statistics.label("paths").collect(outcome);
                }
            }
        }
        if (SymbolicLinks.areMade()) {
            Statistics.label("paths").coverage(paths -> {
                for (String outcome : List.of(
                        "found", "found by a link", "found in another", "of another volume", "to nowhere", "refused")) {
                    paths.check(outcome).count(count -> count > 0);
                }
            });
        }
    }

    // ---- the tree, and what becomes of it

    private void makeTree(Random random) throws IOException {
        for (Path top : tops) {
            for (Path folder : List.of(top, top.resolve("folder"), top.resolve("folder/deep"))) {
                Files.createDirectories(folder);
                Files.writeString(folder.resolve("file"), "frozen " + folder);
            }
        }
        for (int i = 0; SymbolicLinks.areMade() && i < LINKS; i++) {
            for (Path top : tops) {
                Path folder = pick(List.of(top, top.resolve("folder"), top.resolve("folder/deep")), random);
                Path link = folder.resolve("link" + i);
                Files.createSymbolicLink(link, target(folder, random));
            }
        }
    }

    /** Mostly to something that there is, or may be. */
    private Path target(Path folder, Random random) {
        Path place = pick(tops, random)
                .resolve(pick(List.of("", "folder", "folder/deep"), random))
                .resolve(pick(List.of("", "file", "link0", "link1", "link2", "link3", "../link4"), random));
        return switch (random.nextInt(4)) {
            case 0 -> names(random, 3);
            case 1 -> Path.of(".").resolve(folder.relativize(place));
            default -> place;
        };
    }

    /** Mostly along names that there are. */
    private Path path(Random random) throws IOException {
        Path path = pick(List.of(first, first, second, second, pick(tops, random)), random);
        for (int i = random.nextInt(7); i > 0; i--) {
            List<Path> there = new ArrayList<>();
            if (Files.isDirectory(path)) {
                try (Stream<Path> entries = Files.list(path)) {
                    entries.map(Path::getFileName).sorted().forEach(there::add);
                }
            }
            boolean isNoise = there.isEmpty() || random.nextInt(5) == 0;
            path = path.resolve(isNoise ? Path.of(pick(NAMES, random)) : pick(there, random));
        }
        return path;
    }

    private static Path names(Random random, int most) {
        Path path = Path.of(pick(NAMES, random));
        for (int i = random.nextInt(most); i > 0; i--) {
            path = path.resolve(pick(NAMES, random));
        }
        return path;
    }

    private static <T> T pick(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    /** Links on no volume of the set stay, since they are followed as they are. */
    private void changeAll(Random random) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(temporary)) {
            files.filter(file -> !file.startsWith(temporary.resolve("state"))).forEach(all::add);
        }
        for (Path file : all) {
            boolean isOfTheSet = file.startsWith(second) || (file.startsWith(first) && !file.startsWith(mounted));
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.writeString(file, "live");
            } else if (Files.isSymbolicLink(file) && isOfTheSet) {
                Files.delete(file);
                Files.createSymbolicLink(file, target(Objects.requireNonNull(file.getParent()), random));
            }
        }
    }

    // ---- what is expected

    private static Optional<Path> leads(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<Path> holding(Path place) {
        return tops.stream()
                .filter(top -> !top.endsWith("outside"))
                .filter(place::startsWith)
                .max(Comparator.comparingInt(Path::getNameCount));
    }

    /** Checks one path, and returns what kind of path it was. */
    private String check(List<ShadowCopy> copies, ShadowCopy asked, Path path, Optional<Path> led) throws IOException {
        Path found;
        try {
            found = asked.resolve(path);
        } catch (OtherVolumeException e) {
            if (led.isPresent()) {
                assertThat(e.place()).as("%s", path).isEqualTo(led.orElseThrow());
                assertThat(e.volume()).as("%s", path).isEqualTo(holding(led.orElseThrow()));
            }
            assertThat(e.volume())
                    .as("%s", path)
                    .isNotIn(copies.stream()
                            .map(each -> Optional.of(each.volume()))
                            .toList());
            return "of another volume";
        } catch (IllegalArgumentException e) {
            assertThat(led).as("%s: %s", path, e).isEmpty();
            return "refused";
        }
        ShadowCopy copy = copies.stream()
                .filter(each -> found.startsWith(each.root()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(found + " is in no copy"));
        if (Files.exists(found, LinkOption.NOFOLLOW_LINKS)) {
            assertThat(found.toRealPath()).as("no link on the way").isEqualTo(found);
        }
        if (Files.isRegularFile(found)) {
            Path place = copy.volume().resolve(copy.root().relativize(found));
            assertThat(found).hasContent("frozen " + place.getParent());
        }
        if (led.isEmpty()) {
            return "to nowhere";
        }
        Path place = led.orElseThrow();
        assertThat(found)
                .as("%s", path)
                .isEqualTo(copy.root().resolve(copy.volume().relativize(place)));
        assertThat(found).exists();
        if (!copy.equals(asked)) {
            return "found in another";
        }
        return place.equals(path.normalize()) ? "found" : "found by a link";
    }
}
