package io.procprobe.soak;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;

/** Asks by identity, also for those that have ended and whose PID is another's: never mistaken. */
final class Asker {
    private static final FieldSet FIELDS = FieldSet.of(Field.ALIVE, Field.VIRTUAL, Field.CPU_TOTAL);

    private final ProcessProbe probe;
    private final Lives lives;
    private final Tally tally;
    private final SampleBuffer rows;

    Asker(ProcessProbe probe, Lives lives, Tally tally) {
        this.probe = probe;
        this.lives = lives;
        this.tally = tally;
        rows = probe.newSampleBuffer(1);
    }

    void round() {
        Life life = lives.any();
        if (life == null) {
            return;
        }
        boolean hadEnded = life.hasEnded;
        tally.queries.incrementAndGet();
        probe.query(life.id, FIELDS, rows);
        Status status = rows.status(0);
        if (status == Status.OK) {
            boolean isAlive = rows.has(0, Field.ALIVE) && rows.isAlive(0);
            tally.expect(!(isAlive && hadEnded), "asked: alive after its end", life);
            long bytes = rows.has(0, Field.VIRTUAL) ? rows.virtualBytes(0) : life.virtualBytes;
            tally.expect(life.mayHave(bytes), "asked: address space " + bytes, life);
        } else {
            boolean isOver = status == Status.GONE || status == Status.REPLACED;
            tally.expect(isOver && life.isLeaving, "asked: " + status, life);
        }
        if (hadEnded) {
            // Nothing is sent by it: it asks whether a signal would reach anybody. A zombie counts.
            Status reached = probe.signal(life.id, 0);
            boolean isZombie = reached == Status.OK && status == Status.OK;
            boolean isOver = reached == Status.GONE || reached == Status.REPLACED;
            tally.expect(isZombie || isOver, "signalled: " + reached, life);
        }
    }
}
