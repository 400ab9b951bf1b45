package io.procprobe.bench;

import io.procprobe.bench.programs.FloorKind;
import io.procprobe.supervisor.MemoryLimit;
import io.procprobe.supervisor.SpawnRefusedException;
import io.procprobe.supervisor.Supervisor;
import io.procprobe.supervisor.Tags;
import io.procprobe.supervisor.reap.ReapPolicies;
import java.io.IOException;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Sweeps of a supervisor over the measured processes, with deadlines, limits of memory and
 * policies, when nothing has changed: what a server pays every half minute.
 */
@InTrees(below = 3)
public class SweepBenchmark extends OwnBenchmark {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final long TERABYTE = 1L << 40;

    /** Enough for the code of both bindings to allocate nothing any more. */
    private static final int WARM_UP_SWEEPS = 400;

    private Supervisor supervisor;

    /** Made by JMH. */
    public SweepBenchmark() {}

    /**
     * Has the processes looked after.
     *
     * @param children the processes
     * @throws IOException when they cannot be
     * @throws SpawnRefusedException never: nothing limits them
     * @throws InterruptedException when the run is given up
     */
    @Setup
    public void open(MeasuredChildren children)
            throws IOException, SpawnRefusedException, InterruptedException {
        System.setProperty("procprobe.binding", binding);
        supervisor =
                Supervisor.builder()
                        .sweepInterval(NEVER)
                        .deadline(NEVER)
                        .memoryLimit(MemoryLimit.perProcess(TERABYTE, TERABYTE))
                        .memoryLimit(MemoryLimit.perValueOf("kind", TERABYTE, TERABYTE))
                        .policy(ReapPolicies.idle(0.01, NEVER))
                        .policy(ReapPolicies.orphaned())
                        .policy(ReapPolicies.subtreeResidentAbove(TERABYTE))
                        .policy(ReapPolicies.unregistered(NEVER))
                        .build();
        for (long pid : children.pids()) {
            if (supervisor.adopt(pid, Tags.of("kind", "measured")).isEmpty()) {
                throw new IllegalStateException("a measured process has ended: " + pid);
            }
        }
        for (int i = 0; i < WARM_UP_SWEEPS; i++) {
            supervisor.sweepNow();
        }
        if (supervisor.active().size() != children.processes) {
            throw new IllegalStateException("looked after: " + supervisor.active().size());
        }
    }

    /** Ends the supervisor, and the measured processes with it. */
    @TearDown
    public void close() {
        supervisor.close();
    }

    /**
     * One sweep.
     *
     * @param children the processes
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @param processes counted beside it
     * @return whether it was done
     */
    @Benchmark
    @MeasuredAgainst(FloorKind.TABLE_IDLE)
    public boolean sweep(
            MeasuredChildren children,
            PairedFloor floor,
            CallerBest cpu,
            CallerGarbage garbage,
            CountedProcesses processes) {
        processes.found(children.processes);
        return supervisor.sweepNow();
    }
}
