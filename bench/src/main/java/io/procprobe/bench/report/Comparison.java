package io.procprobe.bench.report;

import io.procprobe.bench.results.Measurement;
import io.procprobe.bench.results.Results;
import io.procprobe.bench.results.Subject;
import io.procprobe.bench.results.Subjects;
import java.util.List;

/**
 * Who did the same work on as many processes.
 *
 * @param work what was done
 * @param own our ways of doing it
 */
record Comparison(String work, List<Subject> own) {
    static final int PROCESSES = 1_000;

    private static final String FFM = "ffm";

    private static final List<Subject> PEERS_OF_ALL =
            List.of(
                    Subjects.oshiProcesses(PROCESSES),
                    Subjects.oshiDescendants(PROCESSES),
                    Subjects.processHandleTree(PROCESSES),
                    Subjects.ps(PROCESSES));

    private static final List<Subject> PEERS_OF_SWEEPS = List.of(Subjects.oshiSweep(PROCESSES));

    /** Of processes that are known. */
    static final Comparison KNOWN =
            new Comparison(
                    "Memory, CPU time and parent of 1,000 processes",
                    List.of(
                            Subjects.exactPoll(FFM, PROCESSES),
                            Subjects.idlePoll(FFM, PROCESSES),
                            Subjects.oneShot(FFM, PROCESSES)));

    /** Of processes that have to be found. */
    static final Comparison ALL =
            new Comparison(
                    "Memory, CPU time and parent of all processes: 1,000 and whatever else runs",
                    List.of(
                            Subjects.exactTable(FFM, PROCESSES),
                            Subjects.idleTable(FFM, PROCESSES)));

    /** Of processes that are looked after. */
    static final Comparison SWEEP =
            new Comparison(
                    "Sweep over 1,000 supervised processes, in trees of four, nothing changed",
                    List.of(Subjects.sweep(FFM, PROCESSES), Subjects.bareSweep(FFM, PROCESSES)));

    /** Our ways, as far as they were measured. */
    List<Measurement> ours(Results results) {
        return own.stream().flatMap(subject -> results.of(subject).stream()).toList();
    }

    /** Those that are not ours: they have no binding. */
    List<Measurement> peers(Results results) {
        return results.measurements().stream()
                .filter(measurement -> measurement.subject().processes() == PROCESSES)
                .filter(measurement -> !measurement.subject().params().containsKey("binding"))
                .filter(measurement -> isOfThis(measurement.subject()))
                .toList();
    }

    private boolean isOfThis(Subject peer) {
        if (equals(ALL)) {
            return PEERS_OF_ALL.contains(peer);
        }
        return PEERS_OF_SWEEPS.contains(peer) == equals(SWEEP) && !PEERS_OF_ALL.contains(peer);
    }
}
