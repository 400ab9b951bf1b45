package io.procprobe.bench;

import io.procprobe.SampleBuffer;
import io.procprobe.bench.programs.FloorKind;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;

/** Polls that read memory, CPU time and parent of all tracked processes. */
public class ExactPollBenchmark extends WatchBenchmark {
    /** Made by JMH. */
    public ExactPollBenchmark() {
        super(Duration.ZERO);
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
    @MeasuredAgainst(FloorKind.EXACT)
    public SampleBuffer poll(PairedFloor floor, CallerBest cpu, CallerGarbage garbage) {
        return tracked().poll();
    }
}
