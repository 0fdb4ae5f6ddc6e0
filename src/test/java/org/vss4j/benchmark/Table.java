package org.vss4j.benchmark;

import static org.vss4j.benchmark.Row.atLeast;
import static org.vss4j.benchmark.Row.atMost;

import java.util.ArrayList;
import java.util.List;

/** The rows of the table, each from the figures of one run. */
final class Table {
    static final String HEADER = "| what | figure | limit | | measured |\n|---|---|---|---|---|";

    private final Figures figures;
    private final List<Row> rows = new ArrayList<>();

    private Table(Figures figures) {
        this.figures = figures;
    }

    static List<Row> of(Figures figures) {
        Table table = new Table(figures);
        table.calls();
        table.lifetimes();
        table.waiting();
        table.starts();
        table.simulator();
        table.longRun();
        return List.copyOf(table.rows);
    }

    private void calls() {
        ratio("generated binding, QueryStatus, to hand-written FFM", "statusBinding", "statusFfm", 1.10);
        bytes("generated binding, QueryStatus", "statusBinding", 0);
        for (String method : List.of("status", "cancel")) {
            String call = method + "()";
            ratio(call + " to hand-written FFM", method, method + "Ffm", 2.6);
            ratio(call + " to JNI", method, method + "Jni", 3);
            bytes(call, method, 0);
            faster(call + " than JNA by Function", method + "Jna", method, 17);
            faster(call + " than JNA by direct mapping", method + "JnaDirect", method, 3.5);
        }
        ratio(
                "two threads in status() of one operation, each call, to FFM of one",
                "statusOfTwoThreads",
                "statusFfm",
                25);
    }

    private void lifetimes() {
        nanos("adopt and close, a confined arena each", "adoptAndCloseConfined", 70);
        bytes("adopt and close, a confined arena each", "adoptAndCloseConfined", 128);
        nanos("adopt and close in an open shared arena", "adoptAndCloseShared", 150);
        bytes("adopt and close in an open shared arena", "adoptAndCloseShared", 160);
        add(atMost("kept until that arena closes", figures.get("longRun.kept.bytes"), "B", 128, ""));
        add(atLeast(
                "close() faster than that of a shared arena, p99, 8 busy threads",
                figures.ratio("close.arena.p99.ns", "close.operation.p99.ns"),
                "x",
                1000,
                quotient("close.arena.p99.ns", "close.operation.p99.ns", "ns")));
    }

    private void waiting() {
        figure("10 000 in completion(): poller threads", "completion.pollers", "", 1);
        figure("10 000 in completion(): threads in all", "completion.threads", "", 40);
        figure("10 000 in completion(): CPU seconds per second", "completion.cpuPerSecond", "", 0.1);
        figure("10 000 in completion(): end seen, p99", "completion.p99.ms", "ms", 25);
        part("CPU, to a platform thread each", "completion.cpuSeconds", "platform.cpuSeconds", "s", 1 / 5.0);
        part("RSS, to a platform thread each", "completion.residentMB", "platform.residentMB", "MB", 1 / 3.0);
        figure("100 000 in completion(): poller threads", "completion100k.pollers", "", 1);
        part(
                "100 000 in completion(): CPU per second, to 10 000",
                "completion100k.cpuPerSecond",
                "completion.cpuPerSecond",
                "",
                10);
        figure("a platform thread in await(): end seen, p99", "await.end.p99.ms", "ms", 1);
        figure("a platform thread in await(): interrupt seen, p99", "await.interrupt.p99.ms", "ms", 60);
        figure("10 000 virtual threads in await(): calls of Wait", "virtual.waits", "", 0);
        figure("10 000 virtual threads in await(): end seen, p99", "virtual.p99.ms", "ms", 30);
    }

    private void starts() {
        start("first status() in a new JVM, AOT cache, to an empty JVM", "firstStatusCached", 2);
        start("first status() in a new JVM, to an empty JVM", "firstStatus", 3.3);
        start("`vss4j --version`, to an empty JVM", "version", 4);
        start("`vss4j copy` of ten small files, to an empty JVM", "copy", 8);
        part(
                "`vss4j copy` of 500 MB, to one with `--no-sync`",
                "start.copySynced.ms",
                "start.copyUnsynced.ms",
                "ms",
                4);
    }

    private void simulator() {
        nanos("simulator: an operation made and released", "makeAndRelease", 100);
        add(atMost(
                "simulator: Java to COM to Java, to hand-written FFM",
                figures.ratio("roundTrip.ns", "statusFfm.ns"),
                "x",
                4,
                quotient("roundTrip.ns", "statusFfm.ns", "ns") + "; to an upcall that only sets the status: "
                        + Row.number(figures.get("upcallFfm.ns")) + " ns"));
    }

    private void longRun() {
        part(
                "10 000 000 operations: RSS at the end, to that after 100 000",
                "longRun.residentAfter.MB",
                "longRun.residentBefore.MB",
                "MB",
                1.05);
    }

    private void add(Row row) {
        rows.add(row);
    }

    private void ratio(String what, String ours, String base, double limit) {
        part(what, ours + ".ns", base + ".ns", "ns", limit);
    }

    private void faster(String what, String theirs, String ours, double limit) {
        String[] names = {theirs + ".ns", ours + ".ns"};
        add(atLeast(what, figures.ratio(names[0], names[1]), "x", limit, quotient(names[0], names[1], "ns")));
    }

    private void nanos(String what, String method, double limit) {
        figure(what, method + ".ns", "ns", limit);
    }

    private void bytes(String what, String method, double limit) {
        // The profiler divides what the whole JVM allocates by the calls: a trace of it is never nothing.
        figure(what, method + ".bytes", "B", limit + 0.05);
    }

    private void start(String what, String program, double limit) {
        part(what, "start." + program + ".ms", "start.empty.ms", "ms", limit);
    }

    private void figure(String what, String name, String unit, double limit) {
        add(atMost(what, figures.get(name), unit, limit, ""));
    }

    private void part(String what, String ours, String base, String unit, double limit) {
        add(atMost(what, figures.ratio(ours, base), "x", limit, quotient(ours, base, unit)));
    }

    private String quotient(String above, String below, String unit) {
        return (Row.number(figures.get(above)) + " : " + Row.number(figures.get(below)) + " " + unit).strip();
    }
}
