package io.procprobe.bench;

import io.procprobe.bench.programs.Children;
import java.io.IOException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The processes that a benchmark asks about: idle ones, started for it and ended after it. */
@State(Scope.Benchmark)
public class MeasuredChildren {
    /** How many there are. */
    @Param({"1", "10", "100", "1000", "10000"})
    public int processes;

    private Children children;
    private int below;

    /**
     * Starts them.
     *
     * @param params tell which benchmark they are for
     * @throws IOException when they cannot be started
     * @throws ClassNotFoundException never: the benchmark is running
     */
    @Setup(Level.Trial)
    public void start(BenchmarkParams params) throws IOException, ClassNotFoundException {
        below = belowOf(params.getBenchmark());
        children = new Children(processes, below);
    }

    private static int belowOf(String benchmark) throws ClassNotFoundException {
        Class<?> type = Class.forName(benchmark.substring(0, benchmark.lastIndexOf('.')));
        InTrees trees = type.getAnnotation(InTrees.class);
        return trees == null ? 0 : trees.below();
    }

    /** Ends them. */
    @TearDown(Level.Trial)
    public void end() {
        children.close();
    }

    /** The PID of their parent, or of that of all their trees. */
    long parent() {
        return children.parent();
    }

    /** How many parents they have, the one of all included. */
    int parents() {
        return below == 0 ? 1 : 1 + (processes + below) / (below + 1);
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
