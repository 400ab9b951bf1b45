package io.procprobe.bench;

import io.procprobe.bench.programs.FloorKind;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;

/** Asks for exits when there are none. */
public class ExitsBenchmark extends WatchBenchmark {
    /** Made by JMH. */
    public ExitsBenchmark() {
        super(Duration.ZERO);
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
        return tracked().drainExits();
    }
}
