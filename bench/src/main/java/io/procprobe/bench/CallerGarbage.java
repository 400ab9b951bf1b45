package io.procprobe.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Counts what the benchmark's thread allocates in an iteration. JMH's own {@code
 * gc.alloc.rate.norm} counts all threads, with some 7,000 bytes that JMH itself makes around each
 * iteration: too much to tell 0 bytes from 20 where an iteration has a few hundred operations.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CallerGarbage {
    private long bytesBefore;
    private long bytes;

    /** Begins to count. */
    @Setup(Level.Iteration)
    public void begin() {
        bytesBefore = Caller.allocatedBytes();
    }

    /** Ends counting. */
    @TearDown(Level.Iteration)
    public void end() {
        bytes = Caller.allocatedBytes() - bytesBefore;
    }

    /**
     * A counter of JMH.
     *
     * @return bytes in the whole iteration
     */
    public long callerBytes() {
        return bytes;
    }
}
