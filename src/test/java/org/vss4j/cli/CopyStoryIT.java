package org.vss4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.vss4j.cli.output.Outcome;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.TreeText;
import picocli.CommandLine;

/**
 * Any {@code copy}, whatever goes wrong: afterwards TARGET is all of what could be read, or the whole old one, or absent;
 * the exit code, the JSON and the disk tell the same, and nothing else is left.
 */
class CopyStoryIT {
    /** What is in SOURCE. */
    enum Entry {
        CONTENTS,
        EMPTY,
        LINK,
        FOLDER,
        /** Named, and not copied. */
        SOCKET
    }

    /** What is at TARGET before. */
    enum Old {
        NOTHING,
        FOLDER,
        EMPTY_FOLDER,
        FILE
    }

    /** What goes wrong, by a call of VSS that fails. */
    enum Wrong {
        NOTHING,
        DoSnapshotSet,
        BackupComplete,
        GatherWriterStatus,
        GetSnapshotProperties
    }

    enum Given {
        OVERWRITE,
        ACCEPT_PARTIAL,
        ACCEPT_EMPTY,
        STRICT_WRITERS,
        NO_WRITERS,
        NO_SPACE_CHECK;

        String option() {
            return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What a command printed, and how it ended. */
    private record Result(int exitCode, JsonNode json, String err) {}

    /** Does something when a command has printed a line, of which it waits for the end, and keeps what it prints. */
    private static final class Listening extends PrintStream {
        private final Consumer<String> afterLine;

        Listening(Consumer<String> afterLine) {
            super(new ByteArrayOutputStream(), true, UTF_8);
            this.afterLine = afterLine;
        }

        @Override
        public void println(String line) {
            super.println(line);
            afterLine.accept(line);
        }

        String text() {
            return out.toString();
        }
    }

    /** Stops at line 0, which no command prints, are none. */
    @Property(tries = 150)
    void whatTheReportSays_isOnTheDisk(
            @ForAll @Size(max = 4) List<Entry> entries,
            @ForAll Old old,
            @ForAll Wrong wrong,
            @ForAll Set<Given> given,
            @ForAll @IntRange(max = 6) int stopAtLine,
            @ForAll("stops") Outcome stoppedAs)
            throws IOException {
        Path workspace = Files.createTempDirectory("v");
        try {
            Path source = Files.createDirectory(workspace.resolve("source"));
            Path target = workspace.resolve("target");
            List<ServerSocketChannel> sockets = fill(source, entries);
            make(target, old);
            String before = TreeText.of(target);
            Stop stop = new Stop();
            AtomicInteger lines = new AtomicInteger();
            Listening err = new Listening(line -> {
                if (lines.incrementAndGet() == stopAtLine) {
                    stop.request(stoppedAs);
                }
            });
            Result result = copy(source, target, workspace.resolve("state"), wrong, given, stop, err);
            for (ServerSocketChannel socket : sockets) {
                socket.close();
            }
            assertThat(result.json().path("outcome").asText())
                    .as(result.toString())
                    .isNotEqualTo(stoppedAs == Outcome.TIMED_OUT ? "interrupted" : "timed-out");
            check(result, entries, old, before, source, target);
            if (given.contains(Given.OVERWRITE) && !hasEnded(wrong, result)) {
                boolean keeps = old != Old.NOTHING && isBetter(old, entries, given);
                assertThat(result.json().path("targetMade").asBoolean())
                        .as(result.toString())
                        .isEqualTo(!keeps);
            }
            assertThat(TreeText.names(workspace)).isSubsetOf("source", "target", "state");
            assertThat(processFolders(workspace.resolve("state"))).isEmpty();
        } finally {
            FileTrees.delete(workspace);
        }
    }

    @Provide
    Arbitrary<Outcome> stops() {
        return Arbitraries.of(Outcome.INTERRUPTED, Outcome.TIMED_OUT);
    }

    /** Of all that is copied nothing is read before the line that says so, and by then the shadow copy is made. */
    @Example
    void whatChangesAfterTheInstant_isNotInTarget() throws IOException {
        Path workspace = Files.createTempDirectory("v");
        try {
            Path source = Files.createDirectory(workspace.resolve("source"));
            Path target = workspace.resolve("target");
            Files.writeString(source.resolve("changed"), "before");
            Files.writeString(source.resolve("deleted"), "before");
            AtomicInteger changes = new AtomicInteger();
            Listening err = new Listening(line -> {
                if (line.equals("vss4j: copying") && changes.incrementAndGet() == 1) {
                    change(source);
                }
            });
            Result result = copy(source, target, workspace.resolve("state"), Wrong.NOTHING, Set.of(), new Stop(), err);
            assertThat(result.exitCode()).as(result.toString()).isZero();
            assertThat(changes).as(result.toString()).hasPositiveValue();
            assertThat(target.resolve("changed")).hasContent("before");
            assertThat(target.resolve("deleted")).hasContent("before");
            assertThat(target.resolve("added")).doesNotExist();
        } finally {
            FileTrees.delete(workspace);
        }
    }

    private static void change(Path source) {
        try {
            Files.writeString(source.resolve("changed"), "after");
            Files.delete(source.resolve("deleted"));
            Files.writeString(source.resolve("added"), "after");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a stop, or a call that failed, came before all files were there. */
    private static boolean hasEnded(Wrong wrong, Result result) {
        return result.exitCode() == Outcome.INTERRUPTED.exitCode()
                || result.exitCode() == Outcome.TIMED_OUT.exitCode()
                || wrong == Wrong.DoSnapshotSet
                || wrong == Wrong.GetSnapshotProperties;
    }

    /** Whether an old TARGET is better than what is in SOURCE, and nobody accepts that. */
    private static boolean isBetter(Old old, List<Entry> entries, Set<Given> given) {
        boolean partial = entries.contains(Entry.SOCKET);
        boolean empty = entries.stream().noneMatch(entry -> entry == Entry.CONTENTS || entry == Entry.LINK);
        return (partial && !given.contains(Given.ACCEPT_PARTIAL))
                || (empty && old != Old.EMPTY_FOLDER && !given.contains(Given.ACCEPT_EMPTY));
    }

    /** None where a refusal came before the state folder was made. */
    private static List<Path> processFolders(Path state) throws IOException {
        if (!Files.exists(state)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(state)) {
            return files.filter(Files::isDirectory).toList();
        }
    }

    private static List<ServerSocketChannel> fill(Path source, List<Entry> entries) throws IOException {
        List<ServerSocketChannel> sockets = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Path path = source.resolve("new" + i);
            switch (entries.get(i)) {
                case CONTENTS -> Files.writeString(path, "contents");
                case EMPTY -> Files.createFile(path);
                case LINK -> Files.createSymbolicLink(path, Path.of("nowhere"));
                case FOLDER -> Files.createDirectory(path);
                case SOCKET ->
                    sockets.add(ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                            .bind(UnixDomainSocketAddress.of(path)));
            }
        }
        return sockets;
    }

    private static void make(Path target, Old old) throws IOException {
        switch (old) {
            case NOTHING -> {}
            case FOLDER -> Files.writeString(Files.createDirectory(target).resolve("old"), "old");
            case EMPTY_FOLDER -> Files.createDirectories(target.resolve("old"));
            case FILE -> Files.writeString(target, "old");
        }
    }

    private static Result copy(
            Path source, Path target, Path state, Wrong wrong, Set<Given> given, Stop stop, Listening err)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--json", "--service=simulator", "--state=" + state));
        given.forEach(each -> arguments.add(each.option()));
        if (wrong != Wrong.NOTHING) {
            arguments.add("--simulate=" + wrong + "=VSS_E_UNEXPECTED_WRITER_ERROR");
        }
        arguments.add(source.toString());
        arguments.add(target.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(err);
        try {
            int exitCode = new CommandLine(new CopyCommand(stop)).execute(arguments.toArray(String[]::new));
            return new Result(exitCode, new ObjectMapper().readTree(out.toString(UTF_8)), err.text());
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }

    private static void check(Result result, List<Entry> entries, Old old, String before, Path source, Path target)
            throws IOException {
        String told = result.toString();
        String outcome = result.json().path("outcome").asText();
        List<String> because = new ArrayList<>();
        result.json().path("because").forEach(reason -> because.add(reason.asText()));
        String after = TreeText.of(target);
        boolean made = result.json().path("targetMade").asBoolean();

        if (made) {
            FileTrees.delete(target);
            for (int i = 0; i < entries.size(); i++) {
                if (entries.get(i) == Entry.SOCKET) {
                    Files.deleteIfExists(source.resolve("new" + i));
                }
            }
            assertThat(lines(after)).as(told).isEqualTo(lines(TreeText.of(source)));
        } else {
            assertThat(after).as(told).isEqualTo(before);
        }
        if (result.json().has("targetKept")) {
            assertThat(result.json().path("targetKept").asBoolean()).as(told).isEqualTo(!made && old != Old.NOTHING);
        }
        boolean unreadable = entries.contains(Entry.SOCKET);
        boolean error = !result.json().path("error").isNull();
        switch (outcome) {
            case "done" ->
                assertThat(made && !unreadable && because.isEmpty() && !error && result.exitCode() == 0)
                        .as(told)
                        .isTrue();
            case "partial" ->
                assertThat(!because.isEmpty() && !error && result.exitCode() == 1)
                        .as(told)
                        .isTrue();
            case "failed" ->
                assertThat(!made && error && result.exitCode() == 1).as(told).isTrue();
            case "usage" ->
                assertThat(!made && error && result.exitCode() == 2).as(told).isTrue();
            case "interrupted", "timed-out" ->
                assertThat((made || !because.contains("not-told"))
                                && error
                                && result.exitCode() == (outcome.equals("timed-out") ? 3 : 130))
                        .as(told)
                        .isTrue();
            default -> throw new AssertionError(told);
        }
        if (made && unreadable) {
            assertThat(because).as(told).contains("unreadable");
        }
    }

    /** All but the root, whose times change when something is taken out of it. */
    private static List<String> lines(String tree) {
        return tree.lines().skip(1).toList();
    }
}
