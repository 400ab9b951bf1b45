package io.procprobe.soak;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;

/** Reads the whole system again and again: what a row says must all be of one process. */
final class TableReader implements AutoCloseable {
    private final Lives lives;
    private final Tally tally;
    private final ProcessTable table;

    TableReader(ProcessProbe probe, Lives lives, Tally tally) {
        this.lives = lives;
        this.tally = tally;
        FieldSet fields = FieldSet.WATCH.plus(Field.ALIVE, Field.VIRTUAL);
        table = probe.newTableBuilder().fields(fields).open();
    }

    void round() {
        long begin = System.nanoTime();
        Status status = table.refresh();
        if (status != Status.OK) {
            tally.wrong("refresh: " + status);
            return;
        }
        tally.refreshes.incrementAndGet();
        SampleBuffer rows = table.rows();
        tally.tableRows.addAndGet(rows.rows());
        for (int row = 0; row < rows.rows(); row++) {
            Life life = lives.named(table.name(row));
            // One that was still being made may have been read with a part of what it has.
            boolean isMade = life != null && life.madeAtNanos - begin < 0;
            if (isMade && rows.status(row) == Status.OK) {
                check(rows, row, life);
            }
        }
    }

    private void check(SampleBuffer rows, int row, Life life) {
        tally.expect(rows.pid(row) == life.pid, "table: PID " + rows.pid(row), life);
        if (rows.has(row, Field.IDENTITY)) {
            tally.expect(rows.id(row).equals(life.id), "table: " + rows.id(row), life);
        }
        if (rows.has(row, Field.VIRTUAL)) {
            long bytes = rows.virtualBytes(row);
            tally.expect(life.mayHave(bytes), "table: address space " + bytes, life);
        }
    }

    @Override
    public void close() {
        table.close();
    }
}
