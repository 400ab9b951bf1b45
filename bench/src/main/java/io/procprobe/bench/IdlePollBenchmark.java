package io.procprobe.bench;

import io.procprobe.SampleBuffer;
import io.procprobe.bench.programs.FloorKind;
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
 * Polls of a watch that may keep the memory readings of processes that did not run, when none runs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class IdlePollBenchmark {
    /** The binding in use. */
    @Param({"ffm", "jna"})
    public String binding;

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
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @return what was read
     */
    @Benchmark
    @MeasuredAgainst(FloorKind.IDLE)
    public SampleBuffer poll(PairedFloor floor, CallerBest cpu, CallerGarbage garbage) {
        return tracked.poll();
    }
}
