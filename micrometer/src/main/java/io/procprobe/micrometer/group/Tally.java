package io.procprobe.micrometer.group;

import io.procprobe.Field;
import io.procprobe.SampleBuffer;

/** What a group adds up to, in place. */
final class Tally {
    private int processes;
    private long residentBytes;
    private long privateBytes;
    private long virtualBytes;
    private long cpuNanos;
    private double cpuLoad;
    private long spawned;
    private long exited;
    private int peakProcesses;
    private long peakResidentBytes;

    /** Forgets what only holds for one refresh. */
    void begin() {
        processes = 0;
        residentBytes = 0;
        privateBytes = 0;
        virtualBytes = 0;
        cpuLoad = 0;
    }

    /** One that is alive. */
    void add(SampleBuffer rows, int row) {
        processes++;
        residentBytes += rows.has(row, Field.RESIDENT) ? rows.residentBytes(row) : 0;
        privateBytes += rows.has(row, Field.PRIVATE) ? rows.privateBytes(row) : 0;
        virtualBytes += rows.has(row, Field.VIRTUAL) ? rows.virtualBytes(row) : 0;
        cpuLoad += rows.has(row, Field.CPU_LOAD) ? rows.cpuLoad(row) : 0;
    }

    void addCpu(long nanos) {
        cpuNanos += nanos;
    }

    void addSpawned() {
        spawned++;
    }

    void addExited() {
        exited++;
    }

    void end() {
        peakProcesses = Math.max(peakProcesses, processes);
        peakResidentBytes = Math.max(peakResidentBytes, residentBytes);
    }

    void copyFrom(Tally other) {
        processes = other.processes;
        residentBytes = other.residentBytes;
        privateBytes = other.privateBytes;
        virtualBytes = other.virtualBytes;
        cpuNanos = other.cpuNanos;
        cpuLoad = other.cpuLoad;
        spawned = other.spawned;
        exited = other.exited;
        peakProcesses = other.peakProcesses;
        peakResidentBytes = other.peakResidentBytes;
    }

    GroupTotals totals() {
        return new GroupTotals(
                processes,
                residentBytes,
                privateBytes,
                virtualBytes,
                cpuNanos,
                cpuLoad,
                spawned,
                exited,
                peakProcesses,
                peakResidentBytes);
    }
}
