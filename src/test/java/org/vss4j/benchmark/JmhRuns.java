package org.vss4j.benchmark;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The benchmarks of JMH. Their forks take turns, one of each benchmark after the other, so that what disturbs the machine
 * for a while disturbs all of them a little and not one of them alone. The figure is the median of the forks, and that of a
 * fork the lower quartile of its iterations, which are short and many: what else the machine does only ever adds.
 */
final class JmhRuns {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private JmhRuns() {}

    static void run(Effort effort, Figures figures) throws RunnerException {
        for (int fork = 1; fork <= effort.forks(); fork++) {
            Progress.say("calls and lifetimes, fork " + fork + " of " + effort.forks());
            record(new Runner(options(effort)).run(), figures);
        }
    }

    private static Options options(Effort effort) {
        TimeValue time = TimeValue.milliseconds(effort.iterationMillis());
        return new OptionsBuilder()
                .include("^org\\.vss4j\\.benchmark\\.")
                .forks(1)
                .warmupIterations(effort.iterations())
                .warmupTime(time)
                .measurementIterations(effort.iterations())
                .measurementTime(time)
                // Compiled in turn with running: in the background it may wait for long on a machine that is busy.
                .jvmArgsAppend("-Xbatch")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    private static void record(Collection<RunResult> results, Figures figures) {
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            String method = name.substring(name.lastIndexOf('.') + 1);
            for (BenchmarkResult fork : result.getBenchmarkResults()) {
                List<IterationResult> iterations = List.copyOf(fork.getIterationResults());
                figures.add(
                        method + ".ns",
                        Figures.lowerQuartile(iterations.stream()
                                .map(iteration -> iteration.getPrimaryResult().getScore())
                                .toList()));
                figures.add(
                        method + ".bytes",
                        Figures.lowerQuartile(iterations.stream()
                                .map(iteration -> Objects.requireNonNull(
                                                iteration.getSecondaryResults().get(ALLOCATION))
                                        .getScore())
                                .toList()));
            }
        }
    }
}
