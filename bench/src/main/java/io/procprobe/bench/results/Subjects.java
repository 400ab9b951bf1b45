package io.procprobe.bench.results;

import java.util.Locale;
import java.util.Map;

/** All that is measured. The plan, the bars and the report name things by these. */
public final class Subjects {
    private static final String BINDING = "binding";
    private static final String PROCESSES = "processes";

    private Subjects() {}

    /**
     * The cheapest call into the library.
     *
     * @param binding the binding
     * @return the subject
     */
    public static Subject call(String binding) {
        return new Subject(
                "CallOverheadBenchmark.call",
                "call that does nothing, " + upper(binding),
                1,
                Map.of(BINDING, binding));
    }

    /**
     * A poll that reads everything.
     *
     * @param binding the binding
     * @param processes how many
     * @return the subject
     */
    public static Subject exactPoll(String binding, int processes) {
        return ours("ExactPollBenchmark.poll", "poll, exact, ", binding, processes);
    }

    /**
     * A poll of one process that reads everything.
     *
     * @param binding the binding
     * @return the subject
     */
    public static Subject singlePoll(String binding) {
        return ours("SinglePollBenchmark.poll", "poll, exact, single, ", binding, 1);
    }

    /**
     * A poll that may keep memory readings, when no process runs.
     *
     * @param binding the binding
     * @param processes how many
     * @return the subject
     */
    public static Subject idlePoll(String binding, int processes) {
        return ours("IdlePollBenchmark.poll", "poll, idle-aware, none runs, ", binding, processes);
    }

    /**
     * A poll that may keep memory readings, when some processes run.
     *
     * @param binding the binding
     * @param processes how many
     * @param percent which share of them runs
     * @return the subject
     */
    public static Subject runningPoll(String binding, int processes, int percent) {
        return new Subject(
                "RunningPollBenchmark.poll",
                "poll, idle-aware, " + percent + " % run, " + upper(binding),
                processes,
                Map.of(
                        BINDING,
                        binding,
                        PROCESSES,
                        Integer.toString(processes),
                        "runningPercent",
                        Integer.toString(percent)));
    }

    /**
     * Asking for exits when there are none.
     *
     * @param binding the binding
     * @param processes how many
     * @return the subject
     */
    public static Subject exits(String binding, int processes) {
        return ours("ExitsBenchmark.drain", "exits, none, ", binding, processes);
    }

    /**
     * A query of processes that are not tracked.
     *
     * @param binding the binding
     * @param processes how many
     * @return the subject
     */
    public static Subject oneShot(String binding, int processes) {
        return ours("OneShotQueryBenchmark.sweep", "one-shot query, ", binding, processes);
    }

    /**
     * OSHI reading again what it knows.
     *
     * @param processes how many
     * @return the subject
     */
    public static Subject oshiUpdate(int processes) {
        return peer("OshiBenchmark.updateAttributes", "OSHI updateAttributes", processes);
    }

    /**
     * OSHI looking processes up.
     *
     * @param processes how many
     * @return the subject
     */
    public static Subject oshiGet(int processes) {
        return peer("OshiBenchmark.getProcess", "OSHI getProcess", processes);
    }

    /**
     * What the JDK knows.
     *
     * @param processes how many
     * @return the subject
     */
    public static Subject processHandle(int processes) {
        return peer(
                "ProcessHandleBenchmark.cpuParentAlive",
                "ProcessHandle: CPU, parent, isAlive (no memory)",
                processes);
    }

    /**
     * Files of /proc read as text.
     *
     * @param processes how many
     * @return the subject
     */
    public static Subject plainJava(int processes) {
        return peer(
                "PlainJavaBenchmark.statAndStatm",
                "plain Java: /proc/PID/stat and statm as text",
                processes);
    }

    /**
     * A refresh of a table that reads everything, and a walk of the tree.
     *
     * @param binding the binding
     * @param processes how many of them are known to be there, beside others
     * @return the subject
     */
    public static Subject exactTable(String binding, int processes) {
        return ours("ExactTableBenchmark.refresh", "table, exact, ", binding, processes);
    }

    /**
     * A refresh of a table that may keep memory readings, when none of the known processes runs,
     * and a walk of the tree.
     *
     * @param binding the binding
     * @param processes how many of them are known to be there, beside others
     * @return the subject
     */
    public static Subject idleTable(String binding, int processes) {
        return ours(
                "IdleTableBenchmark.refresh", "table, idle-aware, none runs, ", binding, processes);
    }

    /**
     * The walk of the tree alone.
     *
     * @param binding the binding
     * @param processes how many it leads to
     * @return the subject
     */
    public static Subject tableWalk(String binding, int processes) {
        return ours("ExactTableBenchmark.walk", "table, walk alone, ", binding, processes);
    }

    /**
     * OSHI finding all processes.
     *
     * @param processes how many of them are known to be there, beside others
     * @return the subject
     */
    public static Subject oshiProcesses(int processes) {
        return peer("OshiTableBenchmark.getProcesses", "OSHI getProcesses", processes);
    }

    /**
     * OSHI finding a subtree.
     *
     * @param processes how many it has
     * @return the subject
     */
    public static Subject oshiDescendants(int processes) {
        return peer(
                "OshiTableBenchmark.getDescendantProcesses",
                "OSHI getDescendantProcesses",
                processes);
    }

    /**
     * What the JDK knows of the tree.
     *
     * @param processes how many of them are known to be there, beside others
     * @return the subject
     */
    public static Subject processHandleTree(int processes) {
        return peer(
                "ProcessHandleTableBenchmark.allProcessesAndParents",
                "ProcessHandle: allProcesses, parent (no memory, no CPU)",
                processes);
    }

    /**
     * A sweep of a supervisor that looks after processes, when nothing has changed.
     *
     * @param binding the binding
     * @param processes how many
     * @return the subject
     */
    public static Subject sweep(String binding, int processes) {
        return ours("SweepBenchmark.sweep", "supervisor's sweep, ", binding, processes);
    }

    /**
     * What that sweep stands on: a poll and a refresh, idle-aware.
     *
     * @param binding the binding
     * @param processes how many
     * @return the subject
     */
    public static Subject bareSweep(String binding, int processes) {
        return ours(
                "BareSweepBenchmark.pollAndRefresh",
                "watch poll and table refresh, ",
                binding,
                processes);
    }

    /**
     * The same sweep by OSHI.
     *
     * @param processes how many
     * @return the subject
     */
    public static Subject oshiSweep(int processes) {
        return peer("OshiSweepBenchmark.sweep", "sweep written on OSHI", processes);
    }

    /**
     * A program that is started each time.
     *
     * @param processes how many of them are known to be there, beside others
     * @return the subject
     */
    public static Subject ps(int processes) {
        return peer("PsBenchmark.ps", "ps -e, the whole program", processes);
    }

    /**
     * A library of another language.
     *
     * @param name its name, and its version
     * @param processes how many
     * @return the subject
     */
    public static Subject otherLanguage(String name, int processes) {
        return new Subject(name, name, processes, Map.of());
    }

    private static Subject ours(String benchmark, String label, String binding, int processes) {
        return new Subject(
                benchmark,
                label + upper(binding),
                processes,
                Map.of(BINDING, binding, PROCESSES, Integer.toString(processes)));
    }

    private static Subject peer(String benchmark, String label, int processes) {
        return new Subject(
                benchmark, label, processes, Map.of(PROCESSES, Integer.toString(processes)));
    }

    private static String upper(String binding) {
        return binding.toUpperCase(Locale.ROOT);
    }
}
