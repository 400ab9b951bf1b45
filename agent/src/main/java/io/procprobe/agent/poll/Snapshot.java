package io.procprobe.agent.poll;

import io.procprobe.ProcessId;
import io.procprobe.ProcessTable;
import io.procprobe.SystemFacts;
import io.procprobe.TokenKind;
import io.procprobe.micrometer.Pressure;
import io.procprobe.micrometer.group.GroupTotals;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What one poll has found. It never changes: any number of threads read it, while the next poll is
 * under way. Processes are in rows, in ascending order of PID.
 */
public final class Snapshot {
    /** Stands for a number that is not known. */
    static final long UNKNOWN = -1;

    private static final long KTHREADD = 2;

    private final long number;
    private final long timeMillis;
    private final long pollMicros;
    private final List<String> groups;
    private final List<GroupTotals> totals;
    private final SystemFacts facts;
    private final List<Pressure> pressure;
    private final Rows rows;
    private final boolean hasKthreadd;

    Snapshot(
            long number,
            long timeMillis,
            long pollMicros,
            List<String> groups,
            List<GroupTotals> totals,
            SystemFacts facts,
            List<Pressure> pressure,
            Rows rows) {
        this.number = number;
        this.timeMillis = timeMillis;
        this.pollMicros = pollMicros;
        this.groups = groups;
        this.totals = totals;
        this.facts = facts;
        this.pressure = pressure;
        this.rows = rows;
        int kthreadd = find(KTHREADD);
        // In a container this number may be anybody's.
        this.hasKthreadd =
                kthreadd >= 0
                        && rows.parents[kthreadd] == ProcessTable.NONE
                        && rows.names[kthreadd].equals("kthreadd");
    }

    /** The columns, filled once by whoever polls. */
    static final class Rows {
        final int size;
        final long[] pids;
        final long[] tokens;
        final TokenKind[] tokenKinds;
        final long[] parentPids;
        final int[] parents;
        final int[] depths;
        final String[] names;
        final boolean[] areNamesFinal;
        final long[] memberships;
        final long[] residentBytes;
        final long[] privateBytes;
        final long[] cpuNanos;
        final double[] cpuLoads;
        final long[] startMillis;
        final long[] subtreeResidentBytes;
        final double[] subtreeCpuLoads;
        final int[] subtreeCounts;
        final boolean[] areOrphans;
        final boolean[] areNew;
        final boolean[] areAlive;
        final int[] treeOrder;

        Rows(int size) {
            this.size = size;
            pids = new long[size];
            tokens = new long[size];
            tokenKinds = new TokenKind[size];
            parentPids = new long[size];
            parents = new int[size];
            depths = new int[size];
            names = new String[size];
            areNamesFinal = new boolean[size];
            memberships = new long[size];
            residentBytes = new long[size];
            privateBytes = new long[size];
            cpuNanos = new long[size];
            cpuLoads = new double[size];
            startMillis = new long[size];
            subtreeResidentBytes = new long[size];
            subtreeCpuLoads = new double[size];
            subtreeCounts = new int[size];
            areOrphans = new boolean[size];
            areNew = new boolean[size];
            areAlive = new boolean[size];
            treeOrder = new int[size];
        }
    }

    Rows rows() {
        return rows;
    }

    /**
     * Which poll it is of.
     *
     * @return from 1 on
     */
    public long number() {
        return number;
    }

    /**
     * When it was taken.
     *
     * @return milliseconds since 1970-01-01T00:00Z
     */
    public long timeMillis() {
        return timeMillis;
    }

    /**
     * How long reading all processes took.
     *
     * @return microseconds
     */
    public long pollMicros() {
        return pollMicros;
    }

    /**
     * The names of the groups.
     *
     * @return a bit of a membership is the index in here
     */
    public List<String> groups() {
        return groups;
    }

    /**
     * The totals of a group.
     *
     * @param group its index
     * @return as of this poll
     */
    public GroupTotals totals(int group) {
        return totals.get(group);
    }

    /**
     * Facts of the machine.
     *
     * @return as of this poll
     */
    public SystemFacts facts() {
        return facts;
    }

    /**
     * Pressure of the machine.
     *
     * @return empty where the kernel tells none
     */
    public List<Pressure> pressure() {
        return pressure;
    }

    /**
     * How many processes there are.
     *
     * @return the number of rows
     */
    public int size() {
        return rows.size;
    }

    /**
     * The row of a process.
     *
     * @param pid a PID
     * @return below 0 when it has none
     */
    public int find(long pid) {
        return Arrays.binarySearch(rows.pids, pid);
    }

    /**
     * A PID.
     *
     * @param row a row
     * @return above 0
     */
    public long pid(int row) {
        return rows.pids[row];
    }

    /**
     * Who it is.
     *
     * @param row a row
     * @return empty where the system does not tell
     */
    public Optional<ProcessId> id(int row) {
        return rows.tokenKinds[row] == null
                ? Optional.empty()
                : Optional.of(
                        new ProcessId(rows.pids[row], rows.tokenKinds[row], rows.tokens[row]));
    }

    /**
     * The PID of its parent.
     *
     * @param row a row
     * @return empty when it is not known, 0 for none that is visible
     */
    public OptionalLong parentPid(int row) {
        return known(rows.parentPids[row]);
    }

    /**
     * How far it is below its root.
     *
     * @param row a row
     * @return 0 for a root
     */
    public int depth(int row) {
        return rows.depths[row];
    }

    /**
     * Its name.
     *
     * @param row a row
     * @return empty when it is not known
     */
    public String name(int row) {
        return rows.names[row];
    }

    /**
     * The groups that it is of.
     *
     * @param row a row
     * @return a bit for each
     */
    public long membership(int row) {
        return rows.memberships[row];
    }

    /**
     * Resident memory.
     *
     * @param row a row
     * @return bytes, if known
     */
    public OptionalLong residentBytes(int row) {
        return known(rows.residentBytes[row]);
    }

    /**
     * What its end would give back.
     *
     * @param row a row
     * @return bytes, if known
     */
    public OptionalLong privateBytes(int row) {
        return known(rows.privateBytes[row]);
    }

    /**
     * CPU time.
     *
     * @param row a row
     * @return nanoseconds, if known
     */
    public OptionalLong cpuNanos(int row) {
        return known(rows.cpuNanos[row]);
    }

    /**
     * CPU load since the poll before.
     *
     * @param row a row
     * @return 1 is one core; empty when it is not known
     */
    public OptionalDouble cpuLoad(int row) {
        double load = rows.cpuLoads[row];
        return Double.isNaN(load) ? OptionalDouble.empty() : OptionalDouble.of(load);
    }

    /**
     * When it was started.
     *
     * @param row a row
     * @return milliseconds since 1970-01-01T00:00Z, if known
     */
    public OptionalLong startMillis(int row) {
        return known(rows.startMillis[row]);
    }

    /**
     * Resident memory of it and its descendants.
     *
     * @param row a row
     * @return bytes, of what is known
     */
    public long subtreeResidentBytes(int row) {
        return rows.subtreeResidentBytes[row];
    }

    /**
     * CPU load of it and its descendants.
     *
     * @param row a row
     * @return of what is known
     */
    public double subtreeCpuLoad(int row) {
        return rows.subtreeCpuLoads[row];
    }

    /**
     * How many it and its descendants are.
     *
     * @param row a row
     * @return 1 or more
     */
    public int subtreeCount(int row) {
        return rows.subtreeCounts[row];
    }

    /**
     * Whether its first parent has ended.
     *
     * @param row a row
     * @return false also when that cannot be told
     */
    public boolean isOrphan(int row) {
        return rows.areOrphans[row];
    }

    /**
     * Whether this poll is the first that has seen it.
     *
     * @param row a row
     * @return true for all of the first poll
     */
    public boolean isNew(int row) {
        return rows.areNew[row];
    }

    /**
     * Whether it has not exited.
     *
     * @param row a row
     * @return false for a zombie
     */
    public boolean isAlive(int row) {
        return rows.areAlive[row];
    }

    /**
     * Whether it is a thread of Linux itself.
     *
     * @param row a row
     * @return false on other systems
     */
    public boolean isKernelThread(int row) {
        return hasKthreadd && (rows.pids[row] == KTHREADD || rows.parentPids[row] == KTHREADD);
    }

    /**
     * All rows, parents before their children.
     *
     * @param index from 0 on
     * @return a row
     */
    public int inTreeOrder(int index) {
        return rows.treeOrder[index];
    }

    private static OptionalLong known(long value) {
        return value == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
