package io.procprobe.bench;

import java.time.Duration;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A benchmark of one watch that tracks all the measured children. */
public abstract class WatchBenchmark extends OwnBenchmark {
    private final Duration memoryMaxAge;
    private TrackedChildren tracked;

    /**
     * Made by JMH.
     *
     * @param memoryMaxAge how old memory readings may become of processes that do not run
     */
    protected WatchBenchmark(Duration memoryMaxAge) {
        this.memoryMaxAge = memoryMaxAge;
    }

    /**
     * Tracks the processes.
     *
     * @param children the processes
     */
    @Setup
    public void open(MeasuredChildren children) {
        tracked = TrackedChildren.of(binding, children, memoryMaxAge);
    }

    /** Closes the watch. */
    @TearDown
    public void close() {
        tracked.close();
    }

    /** The watch, open. */
    final TrackedChildren tracked() {
        return tracked;
    }
}
