package io.procprobe.bench;

import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.bench.programs.DescriptorBudget;
import java.time.Duration;

/** A table, which holds all processes that there are, and a way of reading its tree. */
final class WholeSystem implements AutoCloseable {
    /** For whoever else runs. */
    private static final int OTHERS = 1_000;

    /** Enough for the code of both bindings to allocate nothing any more. */
    private static final int WARM_UP_CALLS = 400;

    private final ProcessProbe probe;
    private final ProcessTable table;
    private final long root;

    private WholeSystem(ProcessProbe probe, MeasuredChildren children) {
        this.probe = probe;
        root = children.parent();
        table =
                probe.newTableBuilder()
                        .fields(FieldSet.SWEEP)
                        .descriptorBudget(DescriptorBudget.most())
                        .capacity(children.processes + OTHERS)
                        .open();
    }

    /**
     * Opens a table, and refreshes it until it knows everyone and the code is compiled.
     *
     * @throws IllegalStateException when what would be measured is another thing than what is said
     *     to be
     */
    static WholeSystem of(String binding, MeasuredChildren children, Duration memoryMaxAge) {
        System.setProperty("procprobe.binding", binding);
        WholeSystem system = new WholeSystem(ProcessProbe.open(), children);
        // The same code as of exact ones, and several times faster.
        system.table.memoryMaxAge(Duration.ofHours(1));
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            system.refresh();
            system.walk();
        }
        system.requireAllHeld(children.processes);
        system.table.memoryMaxAge(memoryMaxAge);
        return system;
    }

    private void requireAllHeld(int count) {
        int kept = table.stats().memoryDescriptors();
        int rows = table.rows().rows();
        if (kept < count || table.stats().lookedUp() > 0) {
            throw new IllegalStateException(
                    "statm files kept open: "
                            + kept
                            + " of "
                            + rows
                            + "; raise the limit of open files with ulimit -n");
        }
        int found = table.subtreeCount(table.find(root));
        if (found != count + 1) {
            throw new IllegalStateException(
                    "the subtree of the measured processes has " + found + " instead of " + count);
        }
    }

    /** Reads everyone, and makes the tree. How many there are. */
    int refresh() {
        Status status = table.refresh();
        if (status != Status.OK) {
            throw new IllegalStateException("the table has status " + status);
        }
        return table.rows().rows();
    }

    /**
     * Reads all that is known of the measured processes and their parent, in the order of the tree:
     * what a user does with a refreshed table.
     *
     * @return a sum, which keeps the compiler from leaving anything out
     */
    long walk() {
        SampleBuffer rows = table.rows();
        int top = table.find(root);
        long sum = 0;
        for (int row = top; row != ProcessTable.NONE; row = table.nextInSubtree(top, row)) {
            sum += rows.pid(row) + rows.residentBytes(row) + rows.cpuTotalNanos(row);
            sum += rows.parentPid(row) + table.depth(row);
            sum += table.subtreeResidentBytes(row) + table.subtreeCpuNanos(row);
        }
        return sum;
    }

    @Override
    public void close() {
        table.close();
        probe.close();
    }
}
