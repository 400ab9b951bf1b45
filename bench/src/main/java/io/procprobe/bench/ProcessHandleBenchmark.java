package io.procprobe.bench;

import io.procprobe.bench.programs.FloorKind;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** CPU time, parent and liveness of known processes by the JDK, which knows no memory of others. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class ProcessHandleBenchmark {
    private List<ProcessHandle> tracked;

    /**
     * Finds the processes once.
     *
     * @param children the processes
     */
    @Setup
    public void open(MeasuredChildren children) {
        tracked =
                Arrays.stream(children.pids())
                        .mapToObj(pid -> ProcessHandle.of(pid).orElseThrow())
                        .toList();
    }

    /**
     * Reads known processes.
     *
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @param hole takes what was read
     */
    @Benchmark
    @MeasuredAgainst(FloorKind.EXACT)
    public void cpuParentAlive(
            PairedFloor floor, CallerBest cpu, CallerGarbage garbage, Blackhole hole) {
        for (ProcessHandle process : tracked) {
            hole.consume(process.info().totalCpuDuration());
            hole.consume(process.parent());
            hole.consume(process.isAlive());
        }
    }
}
