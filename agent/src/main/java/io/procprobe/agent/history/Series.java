package io.procprobe.agent.history;

/** What a group was like over some time. Unknown is {@link Double#NaN}. */
public final class Series {
    private final long stepMillis;
    private final long[] timesMillis;
    private final double[] residentBytes;
    private final double[] cpuLoads;
    private final double[] processes;

    Series(
            long stepMillis,
            long[] timesMillis,
            double[] residentBytes,
            double[] cpuLoads,
            double[] processes) {
        this.stepMillis = stepMillis;
        this.timesMillis = timesMillis;
        this.residentBytes = residentBytes;
        this.cpuLoads = cpuLoads;
        this.processes = processes;
    }

    /**
     * Time between two values.
     *
     * @return milliseconds
     */
    public long stepMillis() {
        return stepMillis;
    }

    /**
     * When the values were taken.
     *
     * @return milliseconds since 1970-01-01T00:00Z, not a copy
     */
    public long[] timesMillis() {
        return timesMillis;
    }

    /**
     * Resident memory.
     *
     * @return bytes, not a copy
     */
    public double[] residentBytes() {
        return residentBytes;
    }

    /**
     * CPU load.
     *
     * @return 1 is one core; not a copy
     */
    public double[] cpuLoads() {
        return cpuLoads;
    }

    /**
     * How many processes.
     *
     * @return not a copy
     */
    public double[] processes() {
        return processes;
    }
}
