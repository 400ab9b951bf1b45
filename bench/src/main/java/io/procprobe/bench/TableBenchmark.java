package io.procprobe.bench;

import java.time.Duration;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A benchmark of a table. A table is of the whole system: the measured processes, and some 100
 * others, half of which are threads of the kernel, which have no memory to be read. The floor and
 * the peers read the same whole system, and ratios are made over it; a cost per process is divided
 * by all that were found. For the growth, the others are counted out: see {@code Bars}.
 */
public abstract class TableBenchmark extends OwnBenchmark {
    private final Duration memoryMaxAge;
    private WholeSystem system;

    /**
     * Made by JMH.
     *
     * @param memoryMaxAge how old memory readings may become of processes that do not run
     */
    protected TableBenchmark(Duration memoryMaxAge) {
        this.memoryMaxAge = memoryMaxAge;
    }

    /**
     * Opens the table.
     *
     * @param children some of the processes that it is to hold
     */
    @Setup
    public void open(MeasuredChildren children) {
        system = WholeSystem.of(binding, children, memoryMaxAge);
    }

    /** Closes the table. */
    @TearDown
    public void close() {
        system.close();
    }

    /** The table, open and refreshed. */
    final WholeSystem system() {
        return system;
    }
}
