package io.procprobe.bench;

import io.procprobe.bench.programs.FloorKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/**
 * What a supervisor's sweep does, as one writes it on OSHI: all processes, the tree over them, and
 * for each that is looked after its age, its memory with that of its tree, and its CPU load.
 */
@InTrees(below = 3)
public class OshiSweepBenchmark extends TimedBenchmark {
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long TERABYTE = 1L << 40;

    private OperatingSystem system;
    private Map<Integer, OSProcess> before = new HashMap<>();

    /** Made by JMH. */
    public OshiSweepBenchmark() {}

    /** Opens OSHI. */
    @Setup
    public void open() {
        system = new SystemInfo().getOperatingSystem();
    }

    /**
     * One sweep.
     *
     * @param children the processes that are looked after
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @param processes counted beside it
     * @return how many would be ended, none
     */
    @Benchmark
    @MeasuredAgainst(value = FloorKind.TABLE_IDLE, isPeer = true)
    public int sweep(
            MeasuredChildren children,
            PairedFloor floor,
            CallerBest cpu,
            CallerGarbage garbage,
            CountedProcesses processes) {
        processes.found(children.processes);
        Map<Integer, OSProcess> all = new HashMap<>();
        Map<Integer, List<OSProcess>> byParent = new HashMap<>();
        for (OSProcess process : system.getProcesses(null, null, 0)) {
            all.put(process.getProcessID(), process);
            byParent.computeIfAbsent(process.getParentProcessID(), it -> new ArrayList<>())
                    .add(process);
        }
        int chosen = 0;
        for (long pid : children.pids()) {
            OSProcess process = all.get((int) pid);
            boolean isChosen =
                    process == null
                            || process.getUpTime() > HOUR_MILLIS
                            || treeResident(process, byParent) > TERABYTE
                            || process.getProcessCpuLoadBetweenTicks(before.get((int) pid)) > 1e9;
            chosen += isChosen ? 1 : 0;
        }
        before = all;
        return chosen;
    }

    private static long treeResident(OSProcess root, Map<Integer, List<OSProcess>> byParent) {
        long sum = root.getResidentMemory();
        for (OSProcess child : byParent.getOrDefault(root.getProcessID(), List.of())) {
            sum += treeResident(child, byParent);
        }
        return sum;
    }
}
