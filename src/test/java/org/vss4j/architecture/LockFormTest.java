package org.vss4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An error anywhere leaves locks as they were: by their form, in all sources. */
class LockFormTest {
    /** Those that are locks themselves, and are closed by whoever has one. */
    private static final Set<String> LOCKS =
            Set.of("FolderLock.java", "ProcessLock.java", "RootLock.java", "TemporaryState.java", "Turns.java");

    /** Those that get one from its class. */
    private static final Set<String> USERS = Set.of("Creation.java", "StateDirectory.java");

    private static Map<String, String> sources() throws IOException {
        Map<String, String> all = new TreeMap<>();
        for (Path root : List.of(Path.of("src/main/java"), Path.of("src/cli/java"))) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                        .filter(each -> !each.toString().contains("bindings"))
                        .toList()) {
                    all.put(file.getFileName() + " in " + file.getParent(), Files.readString(file));
                }
            }
        }
        return all;
    }

    @Test
    void whatIsTaken_isGivenBackByTheFinallyThatFollows() throws IOException {
        Map<String, List<String>> violations = new TreeMap<>();
        int taken = 0;
        for (Map.Entry<String, String> source : sources().entrySet()) {
            List<String> found = LockForm.violations(source.getValue());
            if (!found.isEmpty() && LOCKS.stream().noneMatch(source.getKey()::startsWith)) {
                violations.put(source.getKey(), found);
            }
            taken += source.getValue().split("\\.lock\\(\\);|\\.enter\\(\\);", -1).length - 1;
        }
        assertThat(violations).isEmpty();
        assertThat(taken).as("places where something is taken").isGreaterThanOrEqualTo(10);
    }

    @Test
    void whatIsKeptBeyondAMethod_isKeptByAnObjectThatIsALock() throws IOException {
        Set<String> keepers = new TreeSet<>();
        sources().forEach((name, text) -> {
            if (!LockForm.kept(text).isEmpty()) {
                keepers.add(name.substring(0, name.indexOf(' ')));
            }
        });
        keepers.removeAll(USERS);
        assertThat(keepers).isSubsetOf(LOCKS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                    lock.lock();
                    SessionScope outer = scope.enter();
                    try {
                        work();
                    } finally {
                        SessionScope.leave(outer);
                        lock.unlock();
                    }
                """, """
                    lock.lock();
                    try {
                        work();
                    } finally {
                        log();
                        lock.unlock();
                    }
                """, """
                    lock.lock();
                    try {
                        work();
                    } catch (RuntimeException e) {
                        log();
                    }
                    lock.unlock();
                """, """
                    lock.lock();
                    return scope.enter();
                """, """
                    SessionScope outer = scope.enter();
                    log();
                    try {
                        work();
                    } finally {
                        SessionScope.leave(outer);
                    }
                """, """
                    enter();
                    int result = call();
                    leave();
                """})
    void anotherForm_isFound(String source) {
        assertThat(LockForm.violations(source)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                    lock.lock();
                    try {
                        work();
                    } catch (RuntimeException e) {
                        log();
                    } finally {
                        lock.unlock();
                    }
                """, """
                    enter();
                    try {
                        return call();
                    } finally {
                        leave();
                    }
                """})
    void theForm_isNot(String source) {
        assertThat(LockForm.violations(source)).isEmpty();
    }
}
