package io.procprobe.bench;

import io.procprobe.FieldSet;
import io.procprobe.PidBuffer;
import io.procprobe.ProcessProbe;
import io.procprobe.SampleBuffer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Queries of processes that are not tracked, per process. The buffers are the caller's, so {@code
 * -prof gc} must say 0 bytes; the result is in them, so there is nothing for the JIT to drop.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class OneShotQueryBenchmark {
    private static final int CHILDREN = 100;

    /** The binding in use. */
    @Param({"ffm", "jna"})
    public String binding;

    private IdleChildren children;
    private ProcessProbe probe;
    private PidBuffer pids;
    private SampleBuffer samples;

    /** Starts the children and opens the probe. */
    @Setup
    public void open() throws IOException {
        System.setProperty("procprobe.binding", binding);
        children = new IdleChildren(CHILDREN);
        probe = ProcessProbe.open();
        pids = probe.newPidBuffer(CHILDREN);
        samples = probe.newSampleBuffer(CHILDREN);
        for (long pid : children.pids()) {
            pids.add(pid);
        }
    }

    /** Ends the children. */
    @TearDown
    public void close() {
        probe.close();
        children.close();
    }

    /** The cost of the crossing and of one system call: is the process there? */
    @Benchmark
    public SampleBuffer exists() {
        probe.query(pids.pid(0), FieldSet.NONE, samples);
        return samples;
    }

    /** One process in one call: memory, CPU, parent. */
    @Benchmark
    public SampleBuffer one() {
        probe.query(pids.pid(0), FieldSet.SWEEP, samples);
        return samples;
    }

    /** Many processes in one call: memory, CPU, parent. */
    @Benchmark
    @OperationsPerInvocation(CHILDREN)
    public SampleBuffer many() {
        probe.query(pids, FieldSet.SWEEP, samples);
        return samples;
    }

    /** Many processes in one call: all that does not hold them up. */
    @Benchmark
    @OperationsPerInvocation(CHILDREN)
    public SampleBuffer manyWithText() {
        probe.query(pids, FieldSet.CHEAP_AND_TEXT, samples);
        return samples;
    }
}
