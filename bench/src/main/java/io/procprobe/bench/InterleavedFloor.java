package io.procprobe.bench;

import io.procprobe.bench.programs.Floor;
import io.procprobe.bench.programs.FloorKind;
import java.io.IOException;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Lets a part of the children run before each poll, and before one round of the floor for each
 * poll. Compare {@link PairedFloor}, which measures before and after many polls.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class InterleavedFloor {
    private static final int YARDSTICK_MILLIS = 50;

    private Floor floor;
    private int percent;
    private long floorBest;
    private long yardstick;
    private long callerBefore;
    private long callerBest;

    /**
     * Opens the floor.
     *
     * @param children what to measure
     * @param params tell which share of them is to run
     * @throws IOException when the program cannot be started
     */
    @Setup(Level.Trial)
    public void open(MeasuredChildren children, BenchmarkParams params) throws IOException {
        percent = Integer.parseInt(params.getParam("runningPercent"));
        floor = Floor.of(FloorKind.EXACT, children.pids(), YARDSTICK_MILLIS);
    }

    /** Closes the floor. */
    @TearDown(Level.Trial)
    public void close() {
        floor.close();
    }

    /**
     * Begins an iteration.
     *
     * @throws IOException when a process has ended
     */
    @Setup(Level.Iteration)
    public void begin() throws IOException {
        floor.measure(FloorKind.EXACT);
        yardstick = floor.bestNanos();
        floorBest = Long.MAX_VALUE;
        callerBest = Long.MAX_VALUE;
    }

    /**
     * Measures one round after the children have run, and lets them run again.
     *
     * @param children the children
     * @throws IOException when a process has ended
     */
    @Setup(Level.Invocation)
    public void run(MeasuredChildren children) throws IOException {
        children.run(percent);
        floor.measureOnce(FloorKind.IDLE);
        floorBest = Math.min(floorBest, floor.bestNanos());
        children.run(percent);
        callerBefore = Caller.cpuNanos();
    }

    /** Counts the poll, and not what is done to prepare it. */
    @TearDown(Level.Invocation)
    public void count() {
        callerBest = Math.min(callerBest, Caller.cpuNanos() - callerBefore);
    }

    /**
     * A counter of JMH, as {@link CallerBest#callerBestNanos}.
     *
     * @return nanoseconds of CPU time in the best poll of the iteration
     */
    public long callerBestNanos() {
        return callerBest;
    }

    /**
     * A counter of JMH.
     *
     * @return nanoseconds of CPU time for the system calls of one operation: the best round
     */
    public long floorBestNanos() {
        return floorBest;
    }

    /**
     * A counter of JMH.
     *
     * @return nanoseconds of CPU time for the system calls of one exact poll: the best round
     */
    public long yardstickBestNanos() {
        return yardstick;
    }
}
