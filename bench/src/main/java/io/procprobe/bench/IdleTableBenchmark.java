package io.procprobe.bench;

import io.procprobe.bench.programs.FloorKind;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * Refreshes that may keep the memory readings of processes that did not run, when none of the
 * measured ones runs, and of the others hardly any.
 */
public class IdleTableBenchmark extends TableBenchmark {
    /** Made by JMH. */
    public IdleTableBenchmark() {
        super(Duration.ofHours(1));
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
    @MeasuredAgainst(FloorKind.TABLE_IDLE)
    public long refresh(
            PairedFloor floor, CallerBest cpu, CallerGarbage garbage, CountedProcesses processes) {
        processes.found(system().refresh());
        return system().walk();
    }
}
