package io.procprobe.bench;

import io.procprobe.bench.programs.Floor;
import io.procprobe.bench.programs.FloorKind;
import java.io.IOException;
import java.util.Arrays;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Measures the floor before and after each iteration of a benchmark, over the same processes, and
 * adds the figures to the iteration's results. Machines that others use too change their speed from
 * one second to the next: only a ratio of figures that were taken side by side means something. See
 * {@link CallerBest} and {@link CallerMean} for what is compared.
 *
 * <p>One floor makes the system calls of the benchmark ({@link MeasuredAgainst}). The others are
 * yardsticks, by which benchmarks are compared that ran at different times: the calls of an exact
 * poll of the same processes, or of an exact refresh of a table; and beside peers those that read
 * no memory of what did not run. Each of our ways of doing the work has its own, because not all
 * calls become slower alike when others use the caches: reading memory does by a factor of two.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class PairedFloor {
    private static final int MEASURE_MILLIS =
            Integer.getInteger("procprobe.bench.floorMillis", 100);

    private FloorKind kind;

    /** Null when there is none. */
    private FloorKind yardstick;

    /** Null when it is not wanted. */
    private FloorKind idleYardstick;

    private Floor floor;
    private boolean isMeasured;
    private double bestBefore;
    private double bestAfter;
    private double meanBefore;
    private double meanAfter;
    private double yardstickBefore;
    private double yardstickAfter;
    private double idleYardstickBefore;
    private double idleYardstickAfter;

    /**
     * Opens the floor.
     *
     * @param children what to measure
     * @param params tell which benchmark it is for
     * @throws IOException when the program cannot be started
     * @throws ClassNotFoundException never: the benchmark is running
     */
    @Setup(Level.Trial)
    public void open(MeasuredChildren children, BenchmarkParams params)
            throws IOException, ClassNotFoundException {
        MeasuredAgainst calls = callsOf(params.getBenchmark());
        kind = calls.value();
        yardstick = kind.yardstick().orElse(null);
        idleYardstick =
                kind.idleYardstick().filter(idle -> calls.isPeer() || idle == kind).orElse(null);
        floor = Floor.of(kind, children.pids(), MEASURE_MILLIS);
    }

    private static MeasuredAgainst callsOf(String benchmark) throws ClassNotFoundException {
        int dot = benchmark.lastIndexOf('.');
        String method = benchmark.substring(dot + 1);
        return Arrays.stream(Class.forName(benchmark.substring(0, dot)).getMethods())
                .filter(candidate -> candidate.getName().equals(method))
                .findFirst()
                .orElseThrow()
                .getAnnotation(MeasuredAgainst.class);
    }

    /** Closes the floor. */
    @TearDown(Level.Trial)
    public void close() {
        floor.close();
    }

    /**
     * What was measured after one iteration was measured before the next one.
     *
     * @throws IOException when a process has ended
     */
    @Setup(Level.Iteration)
    public void measureBefore() throws IOException {
        if (!isMeasured) {
            measureAfter();
            isMeasured = true;
        }
        bestBefore = bestAfter;
        meanBefore = meanAfter;
        yardstickBefore = yardstickAfter;
        idleYardstickBefore = idleYardstickAfter;
    }

    /**
     * Measures.
     *
     * @throws IOException when a process has ended
     */
    @TearDown(Level.Iteration)
    public void measureAfter() throws IOException {
        floor.measure(kind);
        bestAfter = floor.bestNanos();
        meanAfter = floor.meanNanos();
        yardstickAfter = bestNanosOf(yardstick);
        idleYardstickAfter = bestNanosOf(idleYardstick);
    }

    private double bestNanosOf(FloorKind other) throws IOException {
        if (other == null) {
            return Double.NaN;
        }
        if (other == kind) {
            return bestAfter;
        }
        floor.measure(other);
        return floor.bestNanos();
    }

    /**
     * A counter of JMH, to be compared with {@link CallerBest}.
     *
     * @return nanoseconds of CPU time for the system calls of one operation: the best round
     */
    public double floorBestNanos() {
        return Math.min(bestBefore, bestAfter);
    }

    /**
     * A counter of JMH, to be compared with {@link CallerMean}.
     *
     * @return nanoseconds of CPU time for the system calls of one operation: the mean
     */
    public double floorMeanNanos() {
        return (meanBefore + meanAfter) / 2;
    }

    /**
     * A counter of JMH, to be compared with {@link CallerBest}.
     *
     * @return nanoseconds of CPU time for the system calls of the yardstick, the best round; NaN
     *     where there is none
     */
    public double yardstickBestNanos() {
        return Math.min(yardstickBefore, yardstickAfter);
    }

    /**
     * A counter of JMH, to be compared with {@link CallerBest}.
     *
     * @return nanoseconds of CPU time for the system calls of the yardstick that reads no memory,
     *     the best round; NaN where there is none
     */
    public double idleYardstickBestNanos() {
        return Math.min(idleYardstickBefore, idleYardstickAfter);
    }
}
