package io.procprobe.bench;

import io.procprobe.SampleBuffer;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Polls of a watch that may keep the memory readings of processes that did not run, when a part of
 * them runs.
 *
 * <p>That a process runs means here what it means to the watch: its CPU clock has moved since the
 * poll before. Children that spun all the time would keep the benchmark itself from running, so
 * before each poll those chosen run for 10 microseconds each, and have gone to sleep again when the
 * poll begins. The floor is measured in the same way, one round for each poll: both meet the same
 * processes with the same cold caches.
 */
public class RunningPollBenchmark extends WatchBenchmark {
    /** The share of the children that run between two polls. */
    @Param({"10", "100"})
    public int runningPercent;

    /** Made by JMH. */
    public RunningPollBenchmark() {
        super(Duration.ofHours(1));
    }

    /**
     * One poll of all.
     *
     * @param floor measured beside it; lets the processes run, and counts
     * @param garbage counted beside it
     * @return what was read
     */
    @Benchmark
    public SampleBuffer poll(InterleavedFloor floor, CallerGarbage garbage) {
        return tracked().poll();
    }
}
