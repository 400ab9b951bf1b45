package io.procprobe.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What the JDK alone offers for one process: to compare {@link OneShotQueryBenchmark#one} with. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlainJavaBenchmark {
    private IdleChildren children;
    private ProcessHandle handle;
    private Path stat;
    private Path statm;

    /** Starts a child. */
    @Setup
    public void open() throws IOException {
        children = new IdleChildren(1);
        long pid = children.pids()[0];
        handle = ProcessHandle.of(pid).orElseThrow();
        stat = Path.of("/proc", Long.toString(pid), "stat");
        statm = Path.of("/proc", Long.toString(pid), "statm");
    }

    /** Ends the child. */
    @TearDown
    public void close() {
        children.close();
    }

    /** CPU and parent; the JDK knows no memory of other processes. */
    @Benchmark
    public void processHandle(Blackhole hole) {
        Optional<Duration> cpu = handle.info().totalCpuDuration();
        hole.consume(cpu);
        hole.consume(handle.parent());
    }

    /** The two files, read as text and cut at blanks. */
    @Benchmark
    public void statAndStatm(Blackhole hole) throws IOException {
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        hole.consume(Integer.parseInt(fields[1]));
        hole.consume(Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
        String[] pages = Files.readString(statm).split(" ", -1);
        hole.consume(Long.parseLong(pages[1]) - Long.parseLong(pages[2]));
    }
}
