package io.procprobe.micrometer.group;

import io.procprobe.ExitBuffer;
import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A {@link ProcessTable} whose processes are in groups, with totals of each group. A process may be
 * in several, and is always in the first one, {@link ProcessGroup#ALL}.
 *
 * <pre>{@code
 * try (ProcessGroups groups = ProcessGroups.builder(probe)
 *         .group(new ProcessGroup("workers", GroupMatchers.name("worker-*")))
 *         .open()) {
 *     groups.refresh();
 *     System.out.println(groups.totals(1).residentBytes());
 * }
 * }</pre>
 *
 * <p>Allocation: a {@link #refresh} that finds nobody new or gone allocates nothing once its code
 * is compiled.
 *
 * <p>Threads: any number; they wait for each other. The table and the memberships are for whoever
 * refreshes, until the next refresh.
 */
public final class ProcessGroups implements AutoCloseable {
    /** How many groups there may be beside {@link ProcessGroup#ALL}. */
    public static final int MOST_GROUPS = 63;

    private static final long ALL_BIT = 1;
    private static final int ENDS_AT_ONCE = 256;

    private static final Logger LOG = System.getLogger("io.procprobe.micrometer");

    private final ReentrantLock lock = new ReentrantLock();

    /** Held for moments only: a refresh may have to wait for a process, readers must not. */
    private final ReentrantLock resultLock = new ReentrantLock();

    private final List<ProcessGroup> groups;
    private final boolean[] haveFailed;
    private final List<String> names;
    private final Tally[] tallies;

    /** Those of the last refresh that was done, for everybody. */
    private final Tally[] results;

    private final ProcessTable table;
    private final ExitBuffer ends;
    private final OptionalInt cpusOnline;
    private volatile GroupListener[] listeners = {};
    private Population before = new Population();
    private Population now = new Population();
    private long refreshes;
    private long failures;
    private long refreshedAtNanos;

    private ProcessGroups(Builder options) {
        this.groups = List.copyOf(options.groups);
        List<String> all = new ArrayList<>(List.of(ProcessGroup.ALL));
        groups.forEach(group -> all.add(group.name()));
        this.names = List.copyOf(all);
        this.tallies = new Tally[names.size()];
        Arrays.setAll(tallies, i -> new Tally());
        this.results = new Tally[names.size()];
        Arrays.setAll(results, i -> new Tally());
        this.haveFailed = new boolean[groups.size()];
        this.cpusOnline = options.probe.systemFacts().cpusOnline();
        this.ends = options.probe.newExitBuffer(ENDS_AT_ONCE);
        this.table =
                options.probe
                        .newTableBuilder()
                        .fields(options.fields)
                        .memoryMaxAge(options.memoryMaxAge)
                        .open();
    }

    /** What groups are to be like. */
    public static final class Builder {
        private final ProcessProbe probe;
        private final List<ProcessGroup> groups = new ArrayList<>();
        private FieldSet fields = FieldSet.WATCH.plus(FieldSet.of(Field.ALIVE, Field.VIRTUAL));
        private Duration memoryMaxAge = Duration.ZERO;

        private Builder(ProcessProbe probe) {
            this.probe = Objects.requireNonNull(probe, "probe");
        }

        /**
         * Another group.
         *
         * @param group its name is not yet taken
         * @return this
         */
        public Builder group(ProcessGroup group) {
            if (group.name().equals(ProcessGroup.ALL)
                    || groups.stream().anyMatch(other -> other.name().equals(group.name()))) {
                throw new IllegalArgumentException(
                        "there is a group '" + group.name() + "' already");
            }
            if (groups.size() == MOST_GROUPS) {
                throw new IllegalArgumentException("there are at most " + MOST_GROUPS + " groups");
            }
            groups.add(group);
            return this;
        }

        /**
         * What is read beside what the totals need.
         *
         * @param more any fields; each costs what it costs in a table
         * @return this
         */
        public Builder fields(FieldSet more) {
            fields = fields.plus(more);
            return this;
        }

        /**
         * As {@link ProcessTable.Builder#memoryMaxAge}; zero by default.
         *
         * @param age zero or more
         * @return this
         */
        public Builder memoryMaxAge(Duration age) {
            memoryMaxAge = Objects.requireNonNull(age, "age");
            return this;
        }

        /**
         * Opens a table for them, with nobody in it.
         *
         * @return to be closed by the caller
         * @throws io.procprobe.ProbeUnavailableException when the system has no descriptors left
         */
        public ProcessGroups open() {
            return new ProcessGroups(this);
        }
    }

    /**
     * Begins to say what the groups are to be like.
     *
     * @param probe stays open for longer
     * @return a builder
     */
    public static Builder builder(ProcessProbe probe) {
        return new Builder(probe);
    }

    /**
     * The names of the groups. A bit of a membership is the index of a group in here.
     *
     * @return {@link ProcessGroup#ALL} and then as they were given
     */
    public List<String> names() {
        return names;
    }

    /**
     * The totals of a group after the last refresh that was done. Allocates, and does not wait for
     * a refresh that is under way.
     *
     * @param group its index
     * @return all 0 before the first refresh
     */
    public GroupTotals totals(int group) {
        Objects.checkIndex(group, results.length);
        resultLock.lock();
        try {
            return results[group].totals();
        } finally {
            resultLock.unlock();
        }
    }

    /**
     * How many CPUs ran when this was opened.
     *
     * @return empty when the system did not tell
     */
    public OptionalInt cpusOnline() {
        return cpusOnline;
    }

    /**
     * The table below.
     *
     * @return always the same one, to be read only
     */
    public ProcessTable table() {
        return table;
    }

    /**
     * The groups that a process is of.
     *
     * @param row a row of the last refresh
     * @return a bit for each
     */
    public long membership(int row) {
        Objects.checkIndex(row, before.size);
        return before.memberships[row];
    }

    /**
     * How many refreshes there were that have not failed.
     *
     * @return 0 at first
     */
    public long refreshes() {
        resultLock.lock();
        try {
            return refreshes;
        } finally {
            resultLock.unlock();
        }
    }

    /**
     * How many refreshes have failed.
     *
     * @return 0 when all is well
     */
    public long failures() {
        resultLock.lock();
        try {
            return failures;
        } finally {
            resultLock.unlock();
        }
    }

    /**
     * Has somebody told what refreshes find.
     *
     * @param listener told from the next refresh on
     */
    public void addListener(GroupListener listener) {
        Objects.requireNonNull(listener, "listener");
        lock.lock();
        try {
            GroupListener[] more = Arrays.copyOf(listeners, listeners.length + 1);
            more[listeners.length] = listener;
            listeners = more;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Refreshes when the last refresh is too old, or there was none. For those who are asked now
     * and then by several at once: one refresh serves them all.
     *
     * @param maxAge how old it may be
     */
    public void refreshIfOlderThan(Duration maxAge) {
        lock.lock();
        try {
            if (refreshes + failures == 0
                    || System.nanoTime() - refreshedAtNanos > maxAge.toNanos()) {
                refresh();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads all processes, and adds up.
     *
     * @return OK, or why all is as it was before
     * @throws IllegalStateException when closed; what a listener throws is passed on, and all is as
     *     it was before as well
     */
    public Status refresh() {
        lock.lock();
        try {
            long begin = System.nanoTime();
            boolean isDone = false;
            try {
                Status status = table.refresh();
                if (status == Status.OK) {
                    count();
                    isDone = true;
                }
                return status;
            } finally {
                finish(isDone);
                refreshedAtNanos = System.nanoTime();
                for (GroupListener listener : listeners) {
                    listener.refreshed(refreshedAtNanos - begin, isDone);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Shows what was counted, or forgets it. */
    private void finish(boolean isDone) {
        resultLock.lock();
        try {
            for (int i = 0; i < tallies.length; i++) {
                if (isDone) {
                    results[i].copyFrom(tallies[i]);
                } else {
                    tallies[i].copyFrom(results[i]);
                }
            }
            if (isDone) {
                refreshes++;
            } else {
                failures++;
            }
        } finally {
            resultLock.unlock();
        }
    }

    /** Closes the table. May be called again. */
    @Override
    public void close() {
        lock.lock();
        try {
            table.close();
        } finally {
            lock.unlock();
        }
    }

    private void count() {
        for (Tally tally : tallies) {
            tally.begin();
        }
        boolean hasVanished = merge();
        tellEnds();
        if (hasVanished) {
            tellOtherEnds();
        }
        for (Tally tally : tallies) {
            tally.end();
        }
        Population reused = before;
        before = now;
        now = reused;
    }

    /** Both are in ascending order of PID. True when somebody has no row any more. */
    private boolean merge() {
        SampleBuffer rows = table.rows();
        int count = rows.rows();
        now.begin(count);
        int old = 0;
        boolean hasVanished = false;
        for (int row = 0; row < count; row++) {
            long pid = rows.pid(row);
            while (old < before.size && before.pids[old] < pid) {
                vanish(old++);
                hasVanished = true;
            }
            now.pids[row] = pid;
            now.tokens[row] = rows.has(row, Field.IDENTITY) ? rows.startToken(row) : 0;
            boolean isThere = old < before.size && before.pids[old] == pid;
            if (isThere && before.tokens[old] == now.tokens[row] && !table.isNew(row)) {
                keep(old++, row);
            } else {
                if (isThere) {
                    vanish(old++);
                    hasVanished = true;
                }
                appear(row);
            }
        }
        while (old < before.size) {
            vanish(old++);
            hasVanished = true;
        }
        return hasVanished;
    }

    private void keep(int old, int row) {
        SampleBuffer rows = table.rows();
        long membership = before.memberships[old];
        now.marks[row] = (byte) (before.marks[old] & (Population.ENDED | Population.TOLD));
        long cpuNanos = before.cpuNanos[old];
        if (rows.has(row, Field.CPU_TOTAL)) {
            cpuNanos = Math.max(cpuNanos, rows.cpuTotalNanos(row));
        }
        addCpu(membership, cpuNanos - before.cpuNanos[old]);
        if (before.is(old, Population.FRESH) && !before.is(old, Population.ENDED)) {
            membership = move(membership, ask(row), cpuNanos);
        }
        now.memberships[row] = membership;
        now.cpuNanos[row] = cpuNanos;
        if (isAlive(rows, row)) {
            add(membership, row);
        } else if (!now.is(row, Population.ENDED)) {
            now.mark(row, Population.ENDED);
            addExited(membership);
        }
    }

    private void appear(int row) {
        SampleBuffer rows = table.rows();
        long membership = ask(row);
        now.marks[row] = Population.FRESH;
        now.memberships[row] = membership;
        now.cpuNanos[row] = rows.has(row, Field.CPU_TOTAL) ? rows.cpuTotalNanos(row) : 0;
        addCpu(membership, now.cpuNanos[row]);
        boolean isAlive = isAlive(rows, row);
        if (isAlive) {
            add(membership, row);
        } else {
            now.mark(row, Population.ENDED);
        }
        if (refreshes == 0) {
            return;
        }
        addSpawned(membership);
        for (GroupListener listener : listeners) {
            listener.spawned(table, row, membership);
        }
        if (!isAlive) {
            addExited(membership);
        }
    }

    private void vanish(int old) {
        before.mark(old, Population.VANISHED);
        if (!before.is(old, Population.ENDED)) {
            addExited(before.memberships[old]);
        }
    }

    /** Its program may be another one than that of its parent by now. */
    private long move(long from, long to, long cpuNanos) {
        long joined = to & ~from;
        addCpu(joined, cpuNanos);
        addSpawned(joined);
        addExited(from & ~to);
        return to;
    }

    private long ask(int row) {
        long membership = ALL_BIT;
        for (int i = 0; i < groups.size(); i++) {
            if (matches(i, row)) {
                membership |= ALL_BIT << (i + 1);
            }
        }
        return membership;
    }

    /** A matcher that fails must not keep the others from being counted. */
    private boolean matches(int group, int row) {
        try {
            return groups.get(group).matcher().matches(table, row);
        } catch (RuntimeException | StackOverflowError e) {
            if (!haveFailed[group]) {
                haveFailed[group] = true;
                LOG.log(
                        Level.ERROR,
                        "the group "
                                + groups.get(group).name()
                                + " cannot tell of all who is in it",
                        e);
            }
            return false;
        }
    }

    /** Of whom nobody can tell counts as alive: it has a row. */
    private static boolean isAlive(SampleBuffer rows, int row) {
        return !rows.has(row, Field.ALIVE) || rows.isAlive(row);
    }

    /** Those whose end the table has noticed, with their last CPU time. */
    private void tellEnds() {
        int count;
        do {
            count = table.gone(ends);
            for (int end = 0; end < count; end++) {
                tellEnd(end);
            }
        } while (count == ends.capacity());
    }

    private void tellEnd(int end) {
        long pid = ends.pid(end);
        int old = before.find(pid);
        if (old >= 0 && before.is(old, Population.VANISHED)) {
            if (ends.hasCpuTotal(end)) {
                addCpu(
                        before.memberships[old],
                        Math.max(0, ends.cpuTotalNanos(end) - before.cpuNanos[old]));
            }
            tell(before, old, end);
            return;
        }
        int zombie = now.find(pid);
        if (zombie >= 0 && now.is(zombie, Population.ENDED)) {
            tell(now, zombie, end);
        }
    }

    private void tellOtherEnds() {
        for (int old = 0; old < before.size; old++) {
            if (before.is(old, Population.VANISHED)) {
                tell(before, old, GroupListener.UNKNOWN_END);
            }
        }
    }

    private void tell(Population of, int row, int end) {
        if (of.is(row, Population.TOLD)) {
            return;
        }
        of.mark(row, Population.TOLD);
        for (GroupListener listener : listeners) {
            listener.exited(of.pids[row], of.memberships[row], ends, end);
        }
    }

    private void add(long membership, int row) {
        SampleBuffer rows = table.rows();
        for (long left = membership; left != 0; left &= left - 1) {
            tallies[Long.numberOfTrailingZeros(left)].add(rows, row);
        }
    }

    private void addCpu(long membership, long nanos) {
        for (long left = membership; left != 0; left &= left - 1) {
            tallies[Long.numberOfTrailingZeros(left)].addCpu(nanos);
        }
    }

    private void addSpawned(long membership) {
        for (long left = membership; left != 0; left &= left - 1) {
            tallies[Long.numberOfTrailingZeros(left)].addSpawned();
        }
    }

    private void addExited(long membership) {
        for (long left = membership; left != 0; left &= left - 1) {
            tallies[Long.numberOfTrailingZeros(left)].addExited();
        }
    }
}
