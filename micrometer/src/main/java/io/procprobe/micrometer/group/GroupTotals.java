package io.procprobe.micrometer.group;

/**
 * The totals of one group after a refresh. Sums are of what is known.
 *
 * @param processes how many are alive; who has exited and waits to be reaped is not
 * @param residentBytes resident memory of all
 * @param privateBytes what their end would give back, estimated
 * @param virtualBytes address space of all
 * @param cpuNanos CPU time of all, those that have ended since included: never falls
 * @param cpuLoad CPU load since the refresh before; 1.0 is one core
 * @param spawned how many have come since the first refresh
 * @param exited how many have gone since
 * @param peakProcesses the most that any refresh has found
 * @param peakResidentBytes the most that any refresh has found
 */
public record GroupTotals(
        int processes,
        long residentBytes,
        long privateBytes,
        long virtualBytes,
        long cpuNanos,
        double cpuLoad,
        long spawned,
        long exited,
        int peakProcesses,
        long peakResidentBytes) {}
