package org.vss4j.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.vss4j.internal.windows.Platform;
import org.vss4j.testing.SymbolicLinks;

/** Trees of files as no one would make them by hand. */
public sealed interface RandomTree {

    /** Makes it. */
    void make(Path path) throws IOException;

    /** A character for each byte. */
    record File(String contents, Look look) implements RandomTree {
        @Override
        public void make(Path path) throws IOException {
            Files.writeString(path, contents, StandardCharsets.ISO_8859_1);
            look.give(path);
        }
    }

    record Link(String text, Instant time) implements RandomTree {
        @Override
        public void make(Path path) throws IOException {
            Files.createSymbolicLink(path, Path.of(text));
            FileTime fileTime = FileTime.from(time);
            Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(fileTime, fileTime, null);
        }
    }

    record Folder(Map<String, RandomTree> entries, Look look) implements RandomTree {
        @Override
        public void make(Path path) throws IOException {
            Files.createDirectory(path);
            for (Map.Entry<String, RandomTree> entry : entries.entrySet()) {
                entry.getValue().make(path.resolve(entry.getKey()));
            }
            // Whoever may not read everything could not read the tree.
            Look readable = ChildJvm.isRoot() ? look : look.with(PosixFilePermission.OWNER_EXECUTE);
            readable.give(path);
        }
    }

    /** Permissions and time. */
    record Look(Set<PosixFilePermission> permissions, Instant time) {
        Look with(PosixFilePermission permission) {
            EnumSet<PosixFilePermission> more = EnumSet.of(permission);
            more.addAll(permissions);
            return new Look(more, time);
        }

        void give(Path path) throws IOException {
            FileTime fileTime = FileTime.from(time);
            Files.setLastModifiedTime(path, fileTime);
            assertThat(Files.getLastModifiedTime(path)).isEqualTo(fileTime);
            Set<PosixFilePermission> given = ChildJvm.isRoot()
                    ? permissions
                    : with(PosixFilePermission.OWNER_READ).permissions();
            if (Files.getFileStore(path).supportsFileAttributeView(PosixFileAttributeView.class)) {
                Files.setPosixFilePermissions(path, given);
            }
        }
    }

    /** Folders, as deep as that. */
    static Arbitrary<RandomTree> folders(int depth) {
        Arbitrary<RandomTree> entry = depth == 0
                ? Arbitraries.oneOf(files(), links())
                : Arbitraries.oneOf(files(), links(), folders(depth - 1), folders(depth - 1));
        return Combinators.combine(Arbitraries.maps(names(), entry).ofMaxSize(4), looks())
                .as(Folder::new);
    }

    private static Arbitrary<RandomTree> files() {
        Arbitrary<String> contents =
                Arbitraries.strings().withCharRange('\u0000', '\u00FF').ofMaxLength(100);
        return Combinators.combine(contents, looks()).as(File::new);
    }

    /** Most of them lead nowhere. */
    private static Arbitrary<RandomTree> links() {
        if (!SymbolicLinks.areMade()) {
            return files();
        }
        Arbitrary<String> texts =
                Arbitraries.oneOf(names(), names().map(name -> "/" + name), Arbitraries.of(".", "..", "/", "../x/./y"));
        return Combinators.combine(texts, times()).as(Link::new);
    }

    /** What a file system accepts as a name. */
    static Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("ab .-~\n\t\"'\\*?$")
                .withChars('\u0001', '\u007F', '\u00E4', '\u0301', '\u2028', '\uFFFD')
                .ofMinLength(1)
                .ofMaxLength(12)
                .flatMap(name -> Arbitraries.of(name, name + "\uD83D\uDE00", name + "." + "n".repeat(200)))
                .map(RandomTree::encodable)
                .map(RandomTree::allowed)
                .filter(name -> !name.equals(".") && !name.equals(".."));
    }

    /** What is not ASCII can only be in a name if the platform's encoding has it. */
    private static String encodable(String name) {
        return PathText.encoding().equals("UTF-8")
                ? name
                : new String(name.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
    }

    /** What Windows does not allow in a name, or at its end. */
    private static String allowed(String name) {
        return Platform.isWindows() ? name.replaceAll("[\\x00-\\x1F\"*?<>|:/\\\\]|[ .]$", "x") : name;
    }

    private static Arbitrary<Look> looks() {
        return Combinators.combine(Arbitraries.of(PosixFilePermission.class).set(), times())
                .as(Look::new);
    }

    /** Nearly all that the file systems of Linux have, or of Windows, and that Java can give to a file. */
    private static Arbitrary<Instant> times() {
        Arbitrary<Long> seconds = Arbitraries.longs()
                .between(
                        Instant.parse("1902-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("2200-01-01T00:00:00Z").getEpochSecond());
        int unit = Platform.isWindows() ? 100 : 1;
        return Combinators.combine(seconds, Arbitraries.integers().between(0, 999_999_999 / unit))
                .as((second, part) -> Instant.ofEpochSecond(second, second < 0 ? 0 : part * unit));
    }
}
