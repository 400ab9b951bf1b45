package io.procprobe.bench;

import io.procprobe.bench.programs.FloorKind;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/**
 * All processes with their parents by the JDK: the tree alone, for it knows no memory. For each
 * parent it reads the {@code stat} file of the process and that of the parent.
 */
public class ProcessHandleTableBenchmark extends TimedBenchmark {
    /**
     * All of them.
     *
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @param processes counted beside it
     * @param hole takes what was read
     */
    @Benchmark
    @MeasuredAgainst(value = FloorKind.TABLE, isPeer = true)
    public void allProcessesAndParents(
            PairedFloor floor,
            CallerBest cpu,
            CallerGarbage garbage,
            CountedProcesses processes,
            Blackhole hole) {
        List<ProcessHandle> found = ProcessHandle.allProcesses().toList();
        processes.found(found.size());
        found.forEach(process -> hole.consume(process.parent()));
    }
}
