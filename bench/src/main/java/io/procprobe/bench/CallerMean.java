package io.procprobe.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The CPU time that the benchmark's thread spends in an iteration: for operations that are too
 * short to be timed one by one. Compare {@link CallerBest}.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CallerMean {
    private long nanosBefore;
    private long nanos;

    /** Begins to count. */
    @Setup(Level.Iteration)
    public void begin() {
        nanosBefore = Caller.cpuNanos();
    }

    /** Ends counting. */
    @TearDown(Level.Iteration)
    public void end() {
        nanos = Caller.cpuNanos() - nanosBefore;
    }

    /**
     * A counter of JMH.
     *
     * @return nanoseconds of CPU time in all operations of the iteration
     */
    public long callerTotalNanos() {
        return nanos;
    }
}
