package org.vss4j.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Programs from their start to their end: one that does nothing, one that calls once, and the command line. */
final class Starts {
    private static final int SMALL_FILES = 10;
    private static final int LARGE_FILES = 500;
    private static final int BYTES_OF_A_LARGE_FILE = 1_000_000;

    /** What goes to the disk takes long, and is not to take all of the time. */
    private static final int MOST_COPIES_TO_THE_DISK = 5;

    private final Path project;
    private final Path work;

    Starts(Path project, Path work) {
        this.project = project;
        this.work = work;
    }

    void run(int starts, Figures figures) throws IOException, InterruptedException {
        Path source = Files.createDirectories(work.resolve("source"));
        for (int i = 0; i < SMALL_FILES; i++) {
            Files.writeString(source.resolve("file" + i), "a small file");
        }
        Map<String, List<String>> programs = new LinkedHashMap<>();
        programs.put("empty", Child.java(List.of(), Empty.class));
        programs.put("firstStatus", Child.java(List.of(), FirstStatus.class));
        programs.put("firstStatusCached", Child.java(List.of("-XX:AOTCache=" + trained()), FirstStatus.class));
        String launcher = project.resolve("scripts/vss4j").toString();
        programs.put("version", List.of(launcher, "--version"));
        Path target = work.resolve("target");
        programs.put(
                "copy", List.of(launcher, "copy", source.toString(), target.toString(), "--state", work + "/state"));
        awaitCacheOfLauncher(programs.get("version"));
        for (int i = 0; i < starts; i++) {
            for (Map.Entry<String, List<String>> program : programs.entrySet()) {
                long begin = System.nanoTime();
                start(program.getValue());
                figures.add("start." + program.getKey() + ".ms", (System.nanoTime() - begin) / 1e6);
                delete(target);
            }
        }
    }

    /**
     * Copies 500 MB with and without waiting for the disk, by turns; each begins when the disk has all that was written before.
     * The folder has to lie on a disk, and not in memory.
     */
    void copyToTheDisk(int copies, Figures figures) throws IOException, InterruptedException {
        Path source = Files.createDirectories(work.resolve("large"));
        for (int i = 0; i < LARGE_FILES; i++) {
            Files.write(source.resolve("file" + i), new byte[BYTES_OF_A_LARGE_FILE]);
        }
        Path target = work.resolve("target");
        List<String> synced = List.of(
                project.resolve("scripts/vss4j").toString(),
                "copy",
                source.toString(),
                target.toString(),
                "--state",
                work + "/state");
        List<String> unsynced = new ArrayList<>(synced);
        unsynced.add("--no-sync");
        for (int i = 0; i < Math.min(copies, MOST_COPIES_TO_THE_DISK); i++) {
            for (Map.Entry<String, List<String>> each :
                    List.of(Map.entry("copySynced", synced), Map.entry("copyUnsynced", unsynced))) {
                start(List.of("sync"));
                long begin = System.nanoTime();
                start(each.getValue());
                figures.add("start." + each.getKey() + ".ms", (System.nanoTime() - begin) / 1e6);
                delete(target);
            }
        }
    }

    /** Makes the AOT cache of {@link FirstStatus}, by a run of it. */
    private Path trained() throws IOException, InterruptedException {
        Path cache = work.resolve("first-status.aot");
        start(Child.java(List.of("-XX:AOTCacheOutput=" + cache), FirstStatus.class));
        if (!Files.exists(cache)) {
            throw new IllegalStateException("The JVM has made no " + cache);
        }
        return cache;
    }

    /** Starts the command line until the cache is there that its first start makes in the background. */
    private void awaitCacheOfLauncher(List<String> version) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Path caches = work.resolve("cache/vss4j");
        do {
            if (System.nanoTime() - begin > 60e9) {
                throw new IllegalStateException("The launcher has made no cache in " + caches);
            }
            start(version);
        } while (!hasCache(caches));
    }

    private static boolean hasCache(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".aot"));
        }
    }

    private void start(List<String> command) throws IOException, InterruptedException {
        Path output = work.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("XDG_CACHE_HOME", work.resolve("cache").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        if (builder.start().waitFor() != 0) {
            throw new IllegalStateException(command + " failed: " + Files.readString(output));
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
