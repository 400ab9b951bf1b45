package io.procprobe.agent.poll;

import io.procprobe.Field;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.agent.poll.Snapshot.Rows;
import io.procprobe.micrometer.PressureReader;
import io.procprobe.micrometer.group.GroupTotals;
import io.procprobe.micrometer.group.ProcessGroups;
import java.util.ArrayList;
import java.util.List;

/** Copies a table that has just been refreshed. For the thread that refreshes it. */
final class SnapshotTaker implements PollSource {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private final ProcessProbe probe;
    private final ProcessGroups groups;
    private final PressureReader pressure = new PressureReader();

    SnapshotTaker(ProcessProbe probe, ProcessGroups groups) {
        this.probe = probe;
        this.groups = groups;
    }

    @Override
    public Status refresh() {
        return groups.refresh();
    }

    @Override
    public Snapshot take(Snapshot before, long nanos) {
        Rows rows = copy(before);
        List<GroupTotals> totals = new ArrayList<>();
        for (int i = 0; i < groups.names().size(); i++) {
            totals.add(groups.totals(i));
        }
        return new Snapshot(
                before == null ? 1 : before.number() + 1,
                System.currentTimeMillis(),
                nanos / NANOS_PER_MICRO,
                groups.names(),
                List.copyOf(totals),
                probe.systemFacts(),
                pressure.read(),
                rows);
    }

    private Rows copy(Snapshot before) {
        ProcessTable table = groups.table();
        SampleBuffer from = table.rows();
        Rows to = new Rows(from.rows());
        for (int row = 0; row < to.size; row++) {
            copy(from, row, to);
            copyName(table, row, to, before);
            to.memberships[row] = groups.membership(row);
            to.parents[row] = table.parent(row);
            to.depths[row] = table.depth(row);
            to.subtreeResidentBytes[row] = table.subtreeResidentBytes(row);
            to.subtreeCounts[row] = table.subtreeCount(row);
            long start = table.startTimeEpochNanos(row);
            to.startMillis[row] = start == 0 ? Snapshot.UNKNOWN : start / NANOS_PER_MILLI;
            to.areOrphans[row] = table.isOrphan(row);
            to.areNew[row] = table.isNew(row);
        }
        putInTreeOrder(table, to);
        addLoadsUp(to);
        return to;
    }

    private static void copy(SampleBuffer from, int row, Rows to) {
        to.pids[row] = from.pid(row);
        if (from.has(row, Field.IDENTITY)) {
            to.tokens[row] = from.startToken(row);
            to.tokenKinds[row] = from.tokenKind(row);
        }
        to.parentPids[row] = from.has(row, Field.PARENT) ? from.parentPid(row) : Snapshot.UNKNOWN;
        to.residentBytes[row] =
                from.has(row, Field.RESIDENT) ? from.residentBytes(row) : Snapshot.UNKNOWN;
        to.privateBytes[row] =
                from.has(row, Field.PRIVATE) ? from.privateBytes(row) : Snapshot.UNKNOWN;
        to.cpuNanos[row] =
                from.has(row, Field.CPU_TOTAL) ? from.cpuTotalNanos(row) : Snapshot.UNKNOWN;
        to.cpuLoads[row] = from.has(row, Field.CPU_LOAD) ? from.cpuLoad(row) : Double.NaN;
        to.areAlive[row] = !from.has(row, Field.ALIVE) || from.isAlive(row);
    }

    /** A name is read at the first refresh and the one after: from then on it is kept. */
    private static void copyName(ProcessTable table, int row, Rows to, Snapshot before) {
        int old = before == null ? -1 : before.find(to.pids[row]);
        boolean isKnown = old >= 0 && !table.isNew(row);
        if (isKnown && before.rows().areNamesFinal[old]) {
            to.names[row] = before.name(old);
        } else {
            to.names[row] = table.name(row);
        }
        to.areNamesFinal[row] = isKnown;
    }

    private static void putInTreeOrder(ProcessTable table, Rows to) {
        int at = 0;
        for (int root = 0; root < to.size; root++) {
            if (to.parents[root] != ProcessTable.NONE) {
                continue;
            }
            for (int row = root; row != ProcessTable.NONE; row = table.nextInSubtree(root, row)) {
                to.treeOrder[at++] = row;
            }
        }
    }

    /** From the leaves up: in the tree's order children come after their parents. */
    private static void addLoadsUp(Rows rows) {
        for (int i = rows.size - 1; i >= 0; i--) {
            int row = rows.treeOrder[i];
            double load = rows.cpuLoads[row];
            rows.subtreeCpuLoads[row] += Double.isNaN(load) ? 0 : load;
            int parent = rows.parents[row];
            if (parent != ProcessTable.NONE) {
                rows.subtreeCpuLoads[parent] += rows.subtreeCpuLoads[row];
            }
        }
    }
}
