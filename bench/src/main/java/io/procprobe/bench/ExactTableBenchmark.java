package io.procprobe.bench;

import io.procprobe.bench.programs.FloorKind;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;

/** Refreshes that read memory, CPU time and parent of all processes, and make the tree. */
public class ExactTableBenchmark extends TableBenchmark {
    /** Made by JMH. */
    public ExactTableBenchmark() {
        super(Duration.ZERO);
    }

    /**
     * One refresh, and a walk of the tree of the measured processes.
     *
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @param processes counted beside it
     * @return what was read
     */
    @Benchmark
    @MeasuredAgainst(FloorKind.TABLE)
    public long refresh(
            PairedFloor floor, CallerBest cpu, CallerGarbage garbage, CountedProcesses processes) {
        processes.found(system().refresh());
        return system().walk();
    }

    /**
     * The walk alone.
     *
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @return what was read
     */
    @Benchmark
    public long walk(CallerBest cpu, CallerGarbage garbage) {
        return system().walk();
    }
}
