package io.procprobe.bench;

import io.procprobe.SampleBuffer;
import io.procprobe.bench.programs.FloorKind;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * Polls of one process, which take too short to be timed one by one. Compare {@link
 * ExactPollBenchmark}.
 */
public class SinglePollBenchmark extends WatchBenchmark {
    /** Made by JMH. */
    public SinglePollBenchmark() {
        super(Duration.ZERO);
    }

    /**
     * One poll.
     *
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @return what was read
     */
    @Benchmark
    @MeasuredAgainst(FloorKind.EXACT)
    public SampleBuffer poll(PairedFloor floor, CallerMean cpu, CallerGarbage garbage) {
        return tracked().poll();
    }
}
