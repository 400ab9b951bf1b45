package io.procprobe.bench;

import io.procprobe.SampleBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

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
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class RunningPollBenchmark {
    /** The binding in use. */
    @Param({"ffm", "jna"})
    public String binding;

    /** The share of the children that run between two polls. */
    @Param({"10", "100"})
    public int runningPercent;

    private TrackedChildren tracked;

    /**
     * Tracks the processes.
     *
     * @param children the processes
     */
    @Setup
    public void open(MeasuredChildren children) {
        tracked = TrackedChildren.of(binding, children, Duration.ofHours(1));
    }

    /** Closes the watch. */
    @TearDown
    public void close() {
        tracked.close();
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
        return tracked.poll();
    }
}
