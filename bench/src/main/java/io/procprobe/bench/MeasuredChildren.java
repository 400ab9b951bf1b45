package io.procprobe.bench;

import io.procprobe.bench.programs.Children;
import java.io.IOException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The processes that a benchmark asks about: idle ones, started for it and ended after it. */
@State(Scope.Benchmark)
public class MeasuredChildren {
    /** How many there are. */
    @Param({"1", "10", "100", "1000", "10000"})
    public int processes;

    private Children children;

    /**
     * Starts them.
     *
     * @throws IOException when they cannot be started
     */
    @Setup(Level.Trial)
    public void start() throws IOException {
        children = new Children(processes);
    }

    /** Ends them. */
    @TearDown(Level.Trial)
    public void end() {
        children.close();
    }

    /** The PID of their parent. */
    long parent() {
        return children.parent();
    }

    /** Their PIDs; not to be changed. */
    long[] pids() {
        return children.pids();
    }

    /** Lets a share of them run for a moment; see {@link Children#run}. */
    void run(int percent) throws IOException {
        if (children.run(percent) == 0) {
            throw new IllegalStateException("no child has run: " + percent + " % of " + processes);
        }
    }
}
