package io.procprobe.bench.run;

import io.procprobe.bench.results.Subject;
import io.procprobe.bench.results.Subjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What is measured, in which order. What a bar compares comes one after the other. */
final class Plan {
    private static final String FFM = "ffm";
    private static final String JNA = "jna";
    private static final List<String> BINDINGS = List.of(FFM, JNA);
    private static final int HUNDRED = 100;
    private static final int THOUSAND = 1_000;
    private static final int MANY = 10_000;
    private static final int TABLE_MANY = 5_000;

    private Plan() {}

    /** What the bars need, and one figure of all else: some minutes. */
    static List<PlannedRun> quick() {
        Pace ours = new Pace(1, 3, 30, Duration.ofMillis(100), Duration.ofMillis(40));
        // Long warm-ups: most of their work is Java code, which has to be compiled.
        Pace peers = new Pace(1, 8, 8, Duration.ofMillis(400), Duration.ofMillis(60));
        Pace withoutBar = new Pace(1, 5, 5, Duration.ofMillis(300), Duration.ofMillis(60));
        Pace callAlone = new Pace(1, 5, 10, Duration.ofMillis(100), Duration.ofMillis(40));
        List<PlannedRun> plan = new ArrayList<>();
        BINDINGS.forEach(binding -> add(plan, callAlone, Subjects.call(binding)));
        BINDINGS.forEach(binding -> add(plan, ours, Subjects.exactPoll(binding, THOUSAND)));
        add(plan, ours, Subjects.idlePoll(FFM, THOUSAND));
        add(plan, ours, Subjects.idlePoll(JNA, THOUSAND));
        for (int percent : new int[] {10, 100}) {
            add(plan, ours, Subjects.runningPoll(FFM, THOUSAND, percent));
        }
        for (int processes : new int[] {HUNDRED, MANY}) {
            add(plan, ours, Subjects.exactPoll(FFM, processes));
        }
        add(plan, ours, Subjects.singlePoll(FFM));
        for (int processes : new int[] {10, THOUSAND, MANY}) {
            add(plan, ours, Subjects.exits(FFM, processes));
        }
        BINDINGS.forEach(binding -> add(plan, ours, Subjects.oneShot(binding, THOUSAND)));
        for (Subject peer : peers(THOUSAND)) {
            add(plan, peers, peer);
        }
        Pace tables = new Pace(1, 3, 20, Duration.ofMillis(100), Duration.ofMillis(40));
        BINDINGS.forEach(binding -> add(plan, tables, Subjects.exactTable(binding, THOUSAND)));
        BINDINGS.forEach(binding -> add(plan, tables, Subjects.idleTable(binding, THOUSAND)));
        add(plan, peers, Subjects.oshiProcesses(THOUSAND));
        for (int processes : new int[] {1, HUNDRED, TABLE_MANY}) {
            add(plan, tables, Subjects.exactTable(FFM, processes));
        }
        add(plan, callAlone, Subjects.tableWalk(FFM, THOUSAND));
        BINDINGS.forEach(binding -> add(plan, tables, Subjects.sweep(binding, THOUSAND)));
        add(plan, tables, Subjects.bareSweep(FFM, THOUSAND));
        add(plan, peers, Subjects.oshiSweep(THOUSAND));
        for (Subject peer : otherTablePeers(THOUSAND)) {
            add(plan, withoutBar, peer);
        }
        return plan;
    }

    /** Every size with both bindings, and the peers at two: about 75 minutes. */
    static List<PlannedRun> full() {
        Pace ours = new Pace(2, 5, 50, Duration.ofMillis(200), Duration.ofMillis(100));
        Pace peers = new Pace(2, 10, 15, Duration.ofSeconds(1), Duration.ofMillis(100));
        List<PlannedRun> plan = new ArrayList<>();
        BINDINGS.forEach(binding -> add(plan, ours, Subjects.call(binding)));
        for (int processes : new int[] {10, HUNDRED, THOUSAND, MANY}) {
            for (String binding : BINDINGS) {
                add(plan, ours, Subjects.exactPoll(binding, processes));
                add(plan, ours, Subjects.idlePoll(binding, processes));
                add(plan, ours, Subjects.exits(binding, processes));
                add(plan, ours, Subjects.oneShot(binding, processes));
            }
        }
        for (String binding : BINDINGS) {
            add(plan, ours, Subjects.singlePoll(binding));
            add(plan, ours, Subjects.exits(binding, 1));
            add(plan, ours, Subjects.oneShot(binding, 1));
        }
        for (String binding : BINDINGS) {
            for (int percent : new int[] {10, 100}) {
                add(plan, ours, Subjects.runningPoll(binding, THOUSAND, percent));
            }
        }
        for (int processes : new int[] {HUNDRED, THOUSAND}) {
            for (Subject peer : peers(processes)) {
                add(plan, peers, peer);
            }
        }
        for (String binding : BINDINGS) {
            add(plan, ours, Subjects.exactTable(binding, 1));
            for (int processes : new int[] {HUNDRED, THOUSAND, TABLE_MANY}) {
                add(plan, ours, Subjects.exactTable(binding, processes));
                add(plan, ours, Subjects.idleTable(binding, processes));
                add(plan, ours, Subjects.tableWalk(binding, processes));
            }
        }
        for (int processes : new int[] {HUNDRED, THOUSAND}) {
            for (String binding : BINDINGS) {
                add(plan, ours, Subjects.sweep(binding, processes));
                add(plan, ours, Subjects.bareSweep(binding, processes));
            }
            add(plan, peers, Subjects.oshiSweep(processes));
        }
        for (int processes : new int[] {HUNDRED, THOUSAND, TABLE_MANY}) {
            add(plan, peers, Subjects.oshiProcesses(processes));
            otherTablePeers(processes).forEach(peer -> add(plan, peers, peer));
        }
        return plan;
    }

    /** Of a plan, what is asked for: by label, as the progress and the report show it. */
    static List<PlannedRun> only(Pattern labels, List<PlannedRun> plan) {
        return plan.stream()
                .filter(planned -> labels.matcher(planned.subject().label()).find())
                .toList();
    }

    private static List<Subject> peers(int processes) {
        return List.of(
                Subjects.oshiUpdate(processes),
                Subjects.oshiGet(processes),
                Subjects.processHandle(processes),
                Subjects.plainJava(processes));
    }

    private static List<Subject> otherTablePeers(int processes) {
        return List.of(
                Subjects.oshiDescendants(processes),
                Subjects.processHandleTree(processes),
                Subjects.ps(processes));
    }

    private static void add(List<PlannedRun> plan, Pace pace, Subject subject) {
        plan.add(new PlannedRun(subject, pace));
    }
}
