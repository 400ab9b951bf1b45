package io.procprobe.bench;

import io.procprobe.bench.programs.FloorKind;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/** Memory, CPU time and parent of processes that OSHI finds itself. */
public class OshiTableBenchmark extends TimedBenchmark {
    private OperatingSystem system;

    /** Opens OSHI. */
    @Setup
    public void open() {
        system = new SystemInfo().getOperatingSystem();
    }

    /**
     * All processes: no filter, no order, no limit.
     *
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @param processes counted beside it
     * @param hole takes what was read
     */
    @Benchmark
    @MeasuredAgainst(value = FloorKind.TABLE, isPeer = true)
    public void getProcesses(
            PairedFloor floor,
            CallerBest cpu,
            CallerGarbage garbage,
            CountedProcesses processes,
            Blackhole hole) {
        List<OSProcess> found = system.getProcesses(null, null, 0);
        processes.found(found.size());
        found.forEach(process -> consume(process, hole));
    }

    /**
     * The descendants of one process, for which OSHI reads the parent of every process.
     *
     * @param children whose parent it is
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @param processes counted beside it
     * @param hole takes what was read
     */
    @Benchmark
    @MeasuredAgainst(value = FloorKind.TABLE, isPeer = true)
    public void getDescendantProcesses(
            MeasuredChildren children,
            PairedFloor floor,
            CallerBest cpu,
            CallerGarbage garbage,
            CountedProcesses processes,
            Blackhole hole) {
        int root = Math.toIntExact(children.parent());
        List<OSProcess> found = system.getDescendantProcesses(root, null, null, 0);
        if (found.size() != children.processes) {
            throw new IllegalStateException("descendants: " + found.size());
        }
        processes.found(found.size());
        found.forEach(process -> consume(process, hole));
    }

    private static void consume(OSProcess process, Blackhole hole) {
        hole.consume(process.getResidentMemory());
        hole.consume(process.getUserTime() + process.getKernelTime());
        hole.consume(process.getParentProcessID());
    }
}
