package org.vss4j.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures everything, prints the table and writes it with all figures as JSON. Arguments: the project's folder, the file to
 * write, and {@code --quick} for one that takes minutes.
 */
final class Benchmarks {
    private static final String HEAP = "-Xmx256m";

    private final Effort effort;
    private final Path project;
    private final Figures figures = new Figures();

    private Benchmarks(Path project, Effort effort) {
        this.project = project;
        this.effort = effort;
    }

    public static void main(String[] arguments) throws Exception {
        Effort effort = List.of(arguments).contains("--quick") ? Effort.QUICK : Effort.FULL;
        new Benchmarks(Path.of(arguments[0]), effort).run(Path.of(arguments[1]));
    }

    private void run(Path json) throws IOException, InterruptedException, RunnerException {
        String loadBefore = load();
        long begin = System.nanoTime();
        starts();
        scenarios();
        JmhRuns.run(effort, figures);
        List<Row> rows = Table.of(figures);
        Map<String, Object> machine = machine();
        machine.put("load", loadBefore + " before, " + load() + " after");
        machine.put("seconds", Duration.ofNanos(System.nanoTime() - begin).toSeconds());
        write(json, machine, rows);
        System.out.println(Table.HEADER);
        rows.forEach(row -> System.out.println(row.line()));
        System.out.println();
        machine.forEach((name, value) -> System.out.println(name + ": " + value));
        System.out.println(
                rows.stream().filter(Row::isMet).count() + " of " + rows.size() + " rows are within their limits");
    }

    private void starts() throws IOException, InterruptedException {
        Progress.say("starts of programs");
        Path work = Files.createTempDirectory("vss4j-benchmark");
        try {
            Starts starts = new Starts(project, work);
            starts.run(effort.starts(), figures);
            Progress.say("copies to the disk");
            starts.copyToTheDisk(effort.starts(), figures);
        } finally {
            try (Stream<Path> files = Files.walk(work)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void scenarios() {
        for (int run = 1; run <= effort.runs(); run++) {
            Progress.say("many operations, run " + run + " of " + effort.runs());
            pending("completion.", ManyPending.Way.COMPLETION, 10_000);
            pending("platform.", ManyPending.Way.PLATFORM_THREAD, 10_000);
            pending("virtual.", ManyPending.Way.VIRTUAL_THREAD, 10_000);
            pending("completion100k.", ManyPending.Way.COMPLETION, 100_000);
            Child.measure("await.", figures, List.of(HEAP), AwaitDelays.class);
            Child.measure("close.", figures, List.of(HEAP), CloseUnderLoad.class);
        }
        Progress.say("ten million operations");
        List<String> fixed = List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch");
        Child.measure("longRun.", figures, fixed, LongRun.class);
    }

    private void pending(String prefix, ManyPending.Way way, int count) {
        Child.measure(prefix, figures, List.of(HEAP), ManyPending.class, way, count);
    }

    private static String load() throws IOException {
        Path file = Path.of("/proc/loadavg");
        return Files.exists(file) ? Files.readString(file).split(" ", 2)[0] : "unknown";
    }

    private Map<String, Object> machine() throws IOException {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("at", Instant.now().toString());
        machine.put("effort", effort.toString());
        machine.put("java", System.getProperty("java.vm.version"));
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        Path cpu = Path.of("/proc/cpuinfo");
        if (Files.exists(cpu)) {
            Files.readAllLines(cpu).stream()
                    .filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .ifPresent(line -> machine.put("processor", line.substring(line.indexOf(':') + 2)));
        }
        return machine;
    }

    private void write(Path json, Map<String, Object> machine, List<Row> rows) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine);
        all.put("rows", rows);
        all.put("samples", figures.all());
        Files.createDirectories(json.toAbsolutePath().getParent());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), all);
        Progress.say("wrote " + json);
    }
}
