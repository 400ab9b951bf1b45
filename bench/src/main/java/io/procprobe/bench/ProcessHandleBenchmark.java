package io.procprobe.bench;

import io.procprobe.bench.programs.FloorKind;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** CPU time, parent and liveness of known processes by the JDK, which knows no memory of others. */
public class ProcessHandleBenchmark extends TimedBenchmark {
    private List<ProcessHandle> tracked;

    /**
     * Finds the processes once.
     *
     * @param children the processes
     */
    @Setup
    public void open(MeasuredChildren children) {
        tracked =
                Arrays.stream(children.pids())
                        .mapToObj(pid -> ProcessHandle.of(pid).orElseThrow())
                        .toList();
    }

    /**
     * Reads known processes.
     *
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @param hole takes what was read
     */
    @Benchmark
    @MeasuredAgainst(value = FloorKind.EXACT, isPeer = true)
    public void cpuParentAlive(
            PairedFloor floor, CallerBest cpu, CallerGarbage garbage, Blackhole hole) {
        for (ProcessHandle process : tracked) {
            hole.consume(process.info().totalCpuDuration());
            hole.consume(process.parent());
            hole.consume(process.isAlive());
        }
    }
}
