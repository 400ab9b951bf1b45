package io.procprobe.bench;

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

/** Asks for exits when there are none. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class ExitsBenchmark {
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
        tracked = TrackedChildren.of(binding, children, Duration.ZERO);
    }

    /** Closes the watch. */
    @TearDown
    public void close() {
        tracked.close();
    }

    /**
     * One call for all.
     *
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @return how many have ended: 0
     */
    @Benchmark
    @MeasuredAgainst(FloorKind.EXITS)
    public int drain(PairedFloor floor, CallerMean cpu, CallerGarbage garbage) {
        return tracked.drainExits();
    }
}
