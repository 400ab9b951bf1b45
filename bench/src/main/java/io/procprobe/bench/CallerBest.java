package io.procprobe.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The best operation of an iteration, by the CPU time of the benchmark's thread.
 *
 * <p>By CPU time, because other programs may take the CPU in the middle of an operation: on a
 * machine with nothing else to do it is the time that passes, for nothing that is measured waits.
 * The best one, because other programs also spoil the caches: a poll of a thousand processes meets
 * memory that is scattered over the kernel.
 *
 * <p>Timing each operation adds half a microsecond to it: not for those that take only a few.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CallerBest {
    private long nanosBefore;
    private long nanos;

    /** Begins an iteration. */
    @Setup(Level.Iteration)
    public void reset() {
        nanos = Long.MAX_VALUE;
    }

    /** Begins an operation. */
    @Setup(Level.Invocation)
    public void begin() {
        nanosBefore = Caller.cpuNanos();
    }

    /** Ends an operation. */
    @TearDown(Level.Invocation)
    public void end() {
        nanos = Math.min(nanos, Caller.cpuNanos() - nanosBefore);
    }

    /**
     * A counter of JMH.
     *
     * @return nanoseconds of CPU time in the best operation of the iteration
     */
    public long callerBestNanos() {
        return nanos;
    }
}
