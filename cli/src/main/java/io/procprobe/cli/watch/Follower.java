package io.procprobe.cli.watch;

import io.procprobe.ExitBuffer;
import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.cli.snapshot.ProcessView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Follows processes and says what happens to them, until all have ended. */
public final class Follower implements AutoCloseable {
    private static final FieldSet FIELDS =
            FieldSet.WATCH.plus(
                    Field.ALIVE,
                    Field.UID,
                    Field.VIRTUAL,
                    Field.STATE,
                    Field.THREADS,
                    Field.CPU_USER,
                    Field.CPU_SYSTEM);

    /** Longer than anybody waits, and short enough to be added to any time. */
    private static final long FOREVER_NANOS = Long.MAX_VALUE / 4;

    private static final int EXITS_AT_ONCE = 64;

    private final EventPrinter printer;
    private final ProcessWatch watch;
    private final SampleBuffer rows;
    private final ExitBuffer exits;
    private final Map<Long, Followed> bySlot = new HashMap<>();

    /**
     * A follower of nobody yet.
     *
     * @param probe an open probe
     * @param memoryMaxAge how old the memory of a process that has not run may become
     * @param printer is told what happens
     */
    public Follower(ProcessProbe probe, Duration memoryMaxAge, EventPrinter printer) {
        this.printer = printer;
        this.rows = probe.newSampleBuffer(EXITS_AT_ONCE);
        this.exits = probe.newExitBuffer(EXITS_AT_ONCE);
        this.watch = probe.newWatchBuilder().fields(FIELDS).memoryMaxAge(memoryMaxAge).open();
    }

    /**
     * Follows one more process. Says so when that is impossible.
     *
     * @param view a reading: followed is the process that it is of, not a later holder of its PID
     * @return whether it is followed
     */
    public boolean follow(ProcessView view) {
        ProcessSample sample = view.sample();
        Status status = sample.status();
        if (status == Status.OK) {
            long slot =
                    sample.id().isPresent()
                            ? watch.add(sample.id().get())
                            : watch.add(sample.pid());
            status = ProcessWatch.statusOf(slot);
            if (status == Status.OK) {
                bySlot.put(slot, Followed.of(view));
                return true;
            }
        }
        printer.missing(Instant.now(), sample.pid(), status);
        return false;
    }

    /**
     * Reads all processes at once and then after each interval, and says in between when one ends,
     * until all have or there were enough readings.
     *
     * @param interval time between readings; one that comes late is not made up for
     * @param ticks how many readings
     * @param isUnread asked before each wait: whether nobody reads the output any more
     * @return false when it ended for that
     * @throws InterruptedException when the thread is interrupted
     */
    public boolean run(Duration interval, long ticks, BooleanSupplier isUnread)
            throws InterruptedException {
        long intervalNanos = Math.min(TimeUnit.NANOSECONDS.convert(interval), FOREVER_NANOS);
        long left = ticks;
        long due = System.nanoTime();
        while (left > 0 && !bySlot.isEmpty()) {
            if (isUnread.getAsBoolean()) {
                return false;
            }
            long rest = Math.max(0, due - System.nanoTime());
            if (watch.await(Duration.ofNanos(rest), exits) == Status.OK) {
                sayEnds();
            } else {
                tick();
                left--;
                long now = System.nanoTime();
                due = due + intervalNanos - now > 0 ? due + intervalNanos : now;
            }
        }
        // Of those who ended since the last wait.
        while (watch.exits(exits) > 0) {
            sayEnds();
        }
        return true;
    }

    private void tick() {
        watch.poll(rows);
        Instant time = Instant.now();
        for (int row = 0; row < rows.rows(); row++) {
            // Who has just ended is no row but an end, which the next wait gives out.
            if (rows.status(row) == Status.GONE
                    || (rows.has(row, Field.ALIVE) && !rows.isAlive(row))) {
                continue;
            }
            printer.tick(time, rows.toSample(row), bySlot.get(rows.slot(row)));
        }
    }

    private void sayEnds() {
        for (int row = 0; row < exits.rows(); row++) {
            long slot = exits.slot(row);
            printer.exit(exits.toExit(row), bySlot.remove(slot));
            watch.remove(slot);
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
