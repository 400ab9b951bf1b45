package io.procprobe.supervisor;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One look at everybody, again and again: readings, deadlines, memory, policies. A step that fails
 * is logged and counted, and the others go on. There are never two looks at once; one that is due
 * while another goes on is left out and counted. Where nothing has changed a look leaves no
 * garbage.
 */
final class HealthSweep implements AutoCloseable {
    private static final long CLOSE_SECONDS = 30;
    private static final FieldSet FIELDS = FieldSet.WATCH.plus(Field.ALIVE);

    private final ProcessTable table;
    private final Duration interval;
    private final Living living;
    private final MemoryGuard memory;
    private final MemoryGuard.Actions actions;
    private final Care care;
    private final Step reaper;
    private final Notices notices;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayList<Supervised> current = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "procprobe-sweep");
    private long version = -1;
    private volatile boolean isClosed;
    private final AtomicLong sweeps = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private volatile long lastNanos;

    /** A further step, over a table that has been read, and those who were alive then. */
    interface Step {
        void look(ProcessTable table, List<Supervised> living);
    }

    /** What is done for each who is alive. */
    interface Care {
        void lookAfter(Supervised who, boolean isThere);
    }

    HealthSweep(
            ProcessProbe probe,
            Duration interval,
            Living living,
            MemoryGuard memory,
            MemoryGuard.Actions actions,
            Care care,
            Step reaper,
            Notices notices) {
        this.table = probe.newTableBuilder().fields(FIELDS).memoryMaxAge(interval).open();
        this.interval = interval;
        this.living = living;
        this.memory = memory;
        this.actions = actions;
        this.care = care;
        this.reaper = reaper;
        this.notices = notices;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    long sweeps() {
        return sweeps.get();
    }

    long skipped() {
        return skipped.get();
    }

    Duration last() {
        return Duration.ofNanos(lastNanos);
    }

    private void run() {
        long next = System.nanoTime() + interval.toNanos();
        try {
            while (!isClosed) {
                long rest = next - System.nanoTime();
                if (rest > 0) {
                    sleep(rest);
                } else {
                    sweepWhateverHappens();
                    next = following(next);
                }
            }
        } catch (InterruptedException e) {
            // Only close() does that.
            return;
        }
    }

    private void sweepWhateverHappens() {
        try {
            sweep();
        } catch (Throwable e) {
            notices.failed("a sweep has failed", e);
        }
    }

    private static void sleep(long nanos) throws InterruptedException {
        Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
    }

    /** Those that were due during the last one are left out. */
    private long following(long due) {
        long next = due + interval.toNanos();
        while (System.nanoTime() - next >= 0) {
            next += interval.toNanos();
            skipped.incrementAndGet();
        }
        return next;
    }

    /** False when another one is under way: then nothing is done. */
    boolean sweep() {
        if (lock.isHeldByCurrentThread() || !lock.tryLock()) {
            skipped.incrementAndGet();
            return false;
        }
        try {
            if (isClosed) {
                return false;
            }
            long begun = System.nanoTime();
            look();
            lastNanos = System.nanoTime() - begun;
            sweeps.incrementAndGet();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Runs something with a table that has just been read, while nothing else reads it. */
    void withTable(Step step) {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("a policy may not ask for what it is asked for");
        }
        lock.lock();
        try {
            if (!isClosed && refresh()) {
                step.look(table, current);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean refresh() {
        Status status = table.refresh();
        if (status != Status.OK) {
            notices.warn("the processes of the machine cannot be read: " + status.meaning());
        }
        version = living.copyInto(current, version);
        return status == Status.OK;
    }

    /**
     * Nothing that a step throws, its own fault or the lack of memory, keeps the others from it.
     */
    private void look() {
        boolean isRead = false;
        try {
            isRead = refresh();
        } catch (Throwable e) {
            notices.failed("the processes of the machine cannot be read", e);
        }
        for (int i = 0; i < current.size(); i++) {
            try {
                lookAt(current.get(i), isRead);
            } catch (Throwable e) {
                notices.failed("a process cannot be looked after", e);
            }
        }
        if (!isRead) {
            return;
        }
        try {
            memory.examine(current, actions);
        } catch (Throwable e) {
            notices.failed("memory cannot be compared with its limits", e);
        }
        try {
            reaper.look(table, current);
        } catch (Throwable e) {
            notices.failed("the reaper has failed", e);
        }
    }

    private void lookAt(Supervised who, boolean isRead) {
        int row = isRead ? rowOf(table, who) : ProcessTable.NONE;
        boolean isThere = !isRead;
        if (row != ProcessTable.NONE) {
            SampleBuffer rows = table.rows();
            long resident = rows.has(row, Field.RESIDENT) ? rows.residentBytes(row) : 0;
            double load = rows.has(row, Field.CPU_LOAD) ? rows.cpuLoad(row) : 0;
            who.noteReadings(resident, table.subtreeResidentBytes(row), load);
            isThere = !rows.has(row, Field.ALIVE) || rows.isAlive(row);
        }
        care.lookAfter(who, isThere);
    }

    /** By identity: nobody else that has the PID. */
    static int rowOf(ProcessTable table, Supervised who) {
        int row = table.find(who.pid());
        boolean isIt =
                row != ProcessTable.NONE
                        && table.rows().has(row, Field.IDENTITY)
                        && table.rows().startToken(row) == who.id().startToken()
                        && table.rows().tokenKind(row) == who.id().tokenKind();
        return isIt ? row : ProcessTable.NONE;
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        boolean isMine = false;
        try {
            // A policy that waits for this very shutdown holds it for ever.
            isMine = lock.tryLock(CLOSE_SECONDS, TimeUnit.SECONDS);
            if (isMine) {
                table.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (isMine) {
                lock.unlock();
            }
        }
    }
}
