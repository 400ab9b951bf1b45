package io.procprobe.bench;

import io.procprobe.bench.programs.FloorKind;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/** Memory, CPU time and parent of known processes by OSHI, in the two ways that it offers. */
public class OshiBenchmark extends TimedBenchmark {
    private final List<OSProcess> tracked = new ArrayList<>();
    private OperatingSystem system;

    /**
     * Finds the processes once.
     *
     * @param children the processes
     */
    @Setup
    public void open(MeasuredChildren children) {
        system = new SystemInfo().getOperatingSystem();
        for (long pid : children.pids()) {
            tracked.add(system.getProcess(Math.toIntExact(pid)));
        }
    }

    /**
     * Reads known processes again.
     *
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @param hole takes what was read
     */
    @Benchmark
    @MeasuredAgainst(value = FloorKind.EXACT, isPeer = true)
    public void updateAttributes(
            PairedFloor floor, CallerBest cpu, CallerGarbage garbage, Blackhole hole) {
        for (OSProcess process : tracked) {
            if (!process.updateAttributes()) {
                throw new IllegalStateException("a measured process has ended");
            }
            consume(process, hole);
        }
    }

    /**
     * Looks each process up anew.
     *
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @param hole takes what was read
     */
    @Benchmark
    @MeasuredAgainst(value = FloorKind.EXACT, isPeer = true)
    public void getProcess(
            PairedFloor floor, CallerBest cpu, CallerGarbage garbage, Blackhole hole) {
        for (OSProcess process : tracked) {
            consume(system.getProcess(process.getProcessID()), hole);
        }
    }

    private static void consume(OSProcess process, Blackhole hole) {
        hole.consume(process.getResidentMemory());
        hole.consume(process.getUserTime() + process.getKernelTime());
        hole.consume(process.getParentProcessID());
    }
}
