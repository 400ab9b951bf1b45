package io.procprobe.conformance.support;

import io.procprobe.Field;
import io.procprobe.SampleBuffer;
import io.procprobe.SystemFacts;

/** What a row holds, by field; and how near two readings of memory are to each other. */
public final class Readings {
    private static final long LEAST_BATCH_PAGES = 32;

    private Readings() {}

    /** What the getter of a field gives. */
    public static Object get(SampleBuffer rows, int row, Field field) {
        return switch (field) {
            case IDENTITY -> rows.id(row);
            case ALIVE -> rows.isAlive(row);
            case PARENT -> rows.parentPid(row);
            case UID -> rows.uid(row);
            case RESIDENT -> rows.residentBytes(row);
            case PRIVATE -> rows.privateBytes(row);
            case SHARED -> rows.sharedBytes(row);
            case VIRTUAL -> rows.virtualBytes(row);
            case CPU_TOTAL -> rows.cpuTotalNanos(row);
            case CPU_USER -> rows.cpuUserNanos(row);
            case CPU_SYSTEM -> rows.cpuSystemNanos(row);
            case STATE -> rows.state(row);
            case THREADS -> rows.threads(row);
            case START_TIME -> rows.startTimeEpochNanos(row);
            case GROUP -> rows.processGroup(row);
            case SESSION -> rows.session(row);
            case UNIQUE -> rows.uniqueBytes(row);
            case PROPORTIONAL -> rows.proportionalBytes(row);
            case SWAP -> rows.swapBytes(row);
            case CPU_LOAD -> rows.cpuLoad(row);
            case EXIT_STATUS -> rows.exitStatus(row);
        };
    }

    /**
     * How much resident memory may be wrong by: Linux counts pages for each CPU apart, and adds
     * them up when a CPU has counted a batch of them.
     */
    public static long memorySlack(SystemFacts facts) {
        long cpus = facts.cpusOnline().orElse(1);
        return facts.pageBytes() * cpus * Math.max(LEAST_BATCH_PAGES, 2 * cpus);
    }
}
