package io.procprobe.bench;

import io.procprobe.SampleBuffer;
import io.procprobe.bench.programs.FloorKind;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * Polls of a watch that may keep the memory readings of processes that did not run, when none runs.
 */
public class IdlePollBenchmark extends WatchBenchmark {
    /** Made by JMH. */
    public IdlePollBenchmark() {
        super(Duration.ofHours(1));
    }

    /**
     * One poll of all.
     *
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @return what was read
     */
    @Benchmark
    @MeasuredAgainst(FloorKind.IDLE)
    public SampleBuffer poll(PairedFloor floor, CallerBest cpu, CallerGarbage garbage) {
        return tracked().poll();
    }
}
