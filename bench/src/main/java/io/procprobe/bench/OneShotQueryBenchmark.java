package io.procprobe.bench;

import io.procprobe.FieldSet;
import io.procprobe.PidBuffer;
import io.procprobe.ProcessProbe;
import io.procprobe.SampleBuffer;
import io.procprobe.bench.programs.FloorKind;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Queries of processes that are not tracked, all in one call. */
public class OneShotQueryBenchmark extends OwnBenchmark {
    private ProcessProbe probe;
    private PidBuffer pids;
    private SampleBuffer samples;

    /**
     * Opens the probe.
     *
     * @param children the processes
     */
    @Setup
    public void open(MeasuredChildren children) {
        System.setProperty("procprobe.binding", binding);
        probe = ProcessProbe.open();
        pids = probe.newPidBuffer(children.processes);
        samples = probe.newSampleBuffer(children.processes);
        for (long pid : children.pids()) {
            pids.add(pid);
        }
    }

    /** Closes the probe. */
    @TearDown
    public void close() {
        probe.close();
    }

    /**
     * Is each of them there? One system call each.
     *
     * @return what was read
     */
    @Benchmark
    public SampleBuffer exists() {
        probe.query(pids, FieldSet.NONE, samples);
        return samples;
    }

    /**
     * Memory, CPU time, parent.
     *
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @return what was read
     */
    @Benchmark
    @MeasuredAgainst(FloorKind.ONE_SHOT)
    public SampleBuffer sweep(PairedFloor floor, CallerBest cpu, CallerGarbage garbage) {
        probe.query(pids, FieldSet.SWEEP, samples);
        return samples;
    }

    /**
     * All that does not hold the processes up.
     *
     * @return what was read
     */
    @Benchmark
    public SampleBuffer cheapAndText() {
        probe.query(pids, FieldSet.CHEAP_AND_TEXT, samples);
        return samples;
    }
}
