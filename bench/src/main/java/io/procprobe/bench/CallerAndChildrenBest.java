package io.procprobe.bench;

import com.sun.jna.Native;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The best operation of an iteration, as in {@link CallerBest}, by the CPU time of the benchmark's
 * thread and of the programs that it ran and waited for: {@code getrusage(2)} of ended children.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CallerAndChildrenBest {
    private static final int RUSAGE_CHILDREN = -1;

    /** A {@code struct rusage}: user and system time in seconds and microseconds, 14 counts. */
    private final long[] usage = new long[18];

    private long nanosBefore;
    private long nanos;

    static {
        Native.register("c");
    }

    private static native int getrusage(int who, long[] usage);

    private long cpuNanos() {
        if (getrusage(RUSAGE_CHILDREN, usage) != 0) {
            throw new IllegalStateException("getrusage failed");
        }
        return Caller.cpuNanos()
                + TimeUnit.SECONDS.toNanos(usage[0] + usage[2])
                + TimeUnit.MICROSECONDS.toNanos(usage[1] + usage[3]);
    }

    /** Begins an iteration. */
    @Setup(Level.Iteration)
    public void reset() {
        nanos = Long.MAX_VALUE;
    }

    /** Begins an operation. */
    @Setup(Level.Invocation)
    public void begin() {
        nanosBefore = cpuNanos();
    }

    /** Ends an operation. */
    @TearDown(Level.Invocation)
    public void end() {
        nanos = Math.min(nanos, cpuNanos() - nanosBefore);
    }

    /**
     * A counter of JMH, as {@link CallerBest#callerBestNanos}.
     *
     * @return nanoseconds of CPU time in the best operation of the iteration
     */
    public long callerBestNanos() {
        return nanos;
    }
}
