package io.procprobe.bench;

import io.procprobe.bench.programs.FloorKind;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a sweep of a supervisor stands on, and no more: a poll of a watch and a refresh of a table.
 */
@InTrees(below = 3)
public class BareSweepBenchmark extends OwnBenchmark {
    private static final Duration NEVER = Duration.ofHours(1);

    private TrackedChildren tracked;
    private WholeSystem system;

    /** Made by JMH. */
    public BareSweepBenchmark() {}

    /**
     * Opens both.
     *
     * @param children the processes
     */
    @Setup
    public void open(MeasuredChildren children) {
        tracked = TrackedChildren.of(binding, children, NEVER);
        system = WholeSystem.of(binding, children, NEVER);
    }

    /** Closes both. */
    @TearDown
    public void close() {
        system.close();
        tracked.close();
    }

    /**
     * One poll and one refresh.
     *
     * @param children the processes
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @param processes counted beside it
     * @return how many rows there are
     */
    @Benchmark
    @MeasuredAgainst(FloorKind.TABLE_IDLE)
    public int pollAndRefresh(
            MeasuredChildren children,
            PairedFloor floor,
            CallerBest cpu,
            CallerGarbage garbage,
            CountedProcesses processes) {
        processes.found(children.processes);
        return tracked.poll().rows() + system.refresh();
    }
}
