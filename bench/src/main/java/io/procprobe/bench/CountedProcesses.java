package io.procprobe.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * How many processes an operation was about that finds them itself: the measured ones, and whatever
 * else runs.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CountedProcesses {
    private long count;

    /** Begins an iteration. */
    @Setup(Level.Iteration)
    public void reset() {
        count = 0;
    }

    /** What the operation found; that of the last one counts. */
    void found(int processes) {
        count = processes;
    }

    /**
     * A counter of JMH.
     *
     * @return how many processes
     */
    public long foundProcesses() {
        return count;
    }
}
