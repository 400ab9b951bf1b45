package io.procprobe.soak;

import io.procprobe.ExitBuffer;
import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Has processes made, tracks each from before it may end until its exit was told, and compares
 * every row of every poll, and every exit, with what is true.
 */
final class Watcher implements AutoCloseable {
    private static final int AT_ONCE = 200;
    private static final int BEGUN_PER_ROUND = 8;
    private static final int MOST_LIFE_MILLIS = 400;
    private static final int KILLED_EVERY = 16;
    private static final int AGE_CHANGES_EVERY = 64;
    private static final Duration PAUSE = Duration.ofMillis(4);

    /** So long an exit may take to be told, on a machine that is busy with others. */
    private static final long MOST_LATE_NANOS = Duration.ofMinutes(1).toNanos();

    private static final FieldSet FIELDS =
            FieldSet.WATCH.plus(Field.ALIVE, Field.VIRTUAL, Field.EXIT_STATUS);

    private final ProcessProbe probe;
    private final Churn churn;
    private final Lives lives;
    private final Tally tally;
    private final ProcessWatch watch;
    private final SampleBuffer rows;
    private final ExitBuffer exits;
    private final Map<Long, Life> bySlot = new HashMap<>();
    private final Map<Long, Long> lastSerialOfPid = new HashMap<>();
    private final Random random = new Random(11);

    Watcher(ProcessProbe probe, Churn churn, Lives lives, Tally tally) {
        this.probe = probe;
        this.churn = churn;
        this.lives = lives;
        this.tally = tally;
        watch = probe.newWatchBuilder().fields(FIELDS).capacity(2 * AT_ONCE).open();
        rows = probe.newSampleBuffer(2 * AT_ONCE);
        exits = probe.newExitBuffer(AT_ONCE);
    }

    /** Some processes more, one poll, and the exits until then. */
    void round() throws IOException, InterruptedException {
        for (int i = 0; i < BEGUN_PER_ROUND && lives.count() < AT_ONCE; i++) {
            begin();
        }
        long polls = tally.polls.incrementAndGet();
        if (polls % AGE_CHANGES_EVERY == 0) {
            watch.memoryMaxAge(Duration.ofMillis(polls / AGE_CHANGES_EVERY % 2 * 10));
        }
        int count = watch.poll(rows);
        for (int row = 0; row < count; row++) {
            checkRow(row);
        }
        tally.rows.addAndGet(count);
        if (watch.await(PAUSE, exits) == Status.OK) {
            takeExits();
        }
    }

    /** Until all that were begun have ended. How many have not been told of. */
    int finish() throws InterruptedException {
        long begin = System.nanoTime();
        while (!bySlot.isEmpty() && System.nanoTime() - begin < MOST_LATE_NANOS) {
            if (watch.await(PAUSE, exits) == Status.OK) {
                takeExits();
            }
        }
        return bySlot.size();
    }

    private void begin() throws IOException {
        Life life = churn.make();
        if (life == null) {
            return; // a name that is still taken, or no process to be had
        }
        tally.processes.incrementAndGet();
        if (lastSerialOfPid.put(life.pid, life.serial) != null) {
            tally.pidsGivenAgain.incrementAndGet();
        }
        // It waits until it is let go: now, if ever, it is known who has this PID.
        life.id = probe.identify(life.pid).orElse(null);
        long slot = life.id == null ? -1 : watch.add(life.id);
        if (slot < 0) {
            tally.wrong("not added: s" + life.serial + ", " + ProcessWatch.statusOf(slot));
            churn.let(life, 0);
            return;
        }
        bySlot.put(slot, life);
        lives.begin(life);
        life.isKilled = life.serial % KILLED_EVERY == 0;
        if (life.isKilled) {
            life.isLeaving = true;
            tally.kills.incrementAndGet();
            tally.expect(probe.kill(life.id) == Status.OK, "not killed", life);
        }
        churn.let(life, random.nextInt(MOST_LIFE_MILLIS));
    }

    private void checkRow(int row) {
        Life life = bySlot.get(rows.slot(row));
        if (life == null) {
            tally.wrong("a row of nobody: " + rows.toSample(row));
            return;
        }
        tally.expect(rows.pid(row) == life.pid, "row of PID " + rows.pid(row), life);
        if (rows.status(row) == Status.GONE) {
            tally.expect(life.isLeaving, "gone too early", life);
        } else {
            tally.expect(rows.status(row) == Status.OK, "status " + rows.status(row), life);
            checkReading(row, life);
        }
        if (rows.has(row, Field.EXIT_STATUS)) {
            int status = rows.exitStatus(row);
            tally.expect(status == life.exitStatus(), "exit status " + status, life);
        }
    }

    private void checkReading(int row, Life life) {
        if (rows.has(row, Field.IDENTITY)) {
            tally.expect(rows.id(row).equals(life.id), "identity " + rows.id(row), life);
        }
        if (rows.has(row, Field.VIRTUAL)) {
            long bytes = rows.virtualBytes(row);
            tally.expect(life.mayHave(bytes), "address space " + bytes, life);
        }
        if (rows.has(row, Field.ALIVE)) {
            boolean isPossible = rows.isAlive(row) ? !life.hasEnded : life.isLeaving;
            tally.expect(isPossible, "alive " + rows.isAlive(row), life);
        }
    }

    private void takeExits() {
        for (int row = 0; row < exits.rows(); row++) {
            tally.exits.incrementAndGet();
            Life life = bySlot.remove(exits.slot(row));
            if (life == null) {
                tally.wrong("an exit of nobody, or told twice: " + exits.toExit(row));
                continue;
            }
            lives.end(life);
            tally.expect(life.isLeaving, "ended too early", life);
            if (exits.hasExitStatus(row)) {
                int status = exits.exitStatus(row);
                tally.expect(status == life.exitStatus(), "ended with " + status, life);
            } else {
                tally.exitsWithoutStatus.incrementAndGet();
            }
            Status removed = watch.remove(exits.slot(row));
            tally.expect(removed == Status.OK, "removed: " + removed, life);
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
