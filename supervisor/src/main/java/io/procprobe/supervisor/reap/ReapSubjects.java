package io.procprobe.supervisor.reap;

import io.procprobe.ProcessTable;
import io.procprobe.supervisor.Tags;
import java.util.Arrays;
import java.util.Objects;

/**
 * All processes that one examination asks about, in ascending order of PID: those that are ours and
 * may be ended at all. Valid during that examination, and only in the thread that makes it.
 */
public final class ReapSubjects {
    private final Membership membership;
    private final Spared spared = new Spared();
    private final AgeClock clock = new AgeClock();
    private final ReapSubject subject = new ReapSubject(this);
    private ProcessTable table;
    private int[] rows = new int[64];
    private Tags[] tags = new Tags[64];
    private boolean[] carriesCookie = new boolean[64];
    private int count;
    private long examination;

    ReapSubjects(Membership membership) {
        this.membership = membership;
    }

    /**
     * How many there are.
     *
     * @return 0 or more
     */
    public int count() {
        return count;
    }

    /**
     * One of them.
     *
     * @param index below {@link #count()}
     * @return always the same object, which the next call makes another process
     */
    public ReapSubject get(int index) {
        return subject.moveTo(Objects.checkIndex(index, count));
    }

    /**
     * When this examination began, for all of them.
     *
     * @return nanoseconds of {@link System#nanoTime()}
     */
    public long nowNanos() {
        return clock.nowNanos();
    }

    /**
     * The number of this examination. Two numbers that follow each other are examinations of one
     * table, in which slots mean the same.
     *
     * @return 2 or more
     */
    public long examination() {
        return examination;
    }

    /** Begins an examination of a table that has been refreshed. */
    void take(ProcessTable refreshed) {
        examination += refreshed == table ? 1 : 2;
        table = refreshed;
        count = 0;
        clock.read();
        spared.look(refreshed);
        int all = refreshed.rows().rows();
        for (int row = 0; row < all; row++) {
            if (!spared.isSpared(refreshed, row)) {
                consider(row);
            }
        }
    }

    private void consider(int row) {
        Tags of = membership.tags(table, row);
        boolean isMarked = of == null && membership.carriesCookie(table, row);
        if (!membership.isSubject(table, row, of, isMarked)) {
            return;
        }
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, count * 2);
            tags = Arrays.copyOf(tags, count * 2);
            carriesCookie = Arrays.copyOf(carriesCookie, count * 2);
        }
        rows[count] = row;
        tags[count] = of;
        carriesCookie[count] = isMarked;
        count++;
    }

    ProcessTable table() {
        return table;
    }

    Membership membership() {
        return membership;
    }

    int row(int index) {
        return rows[index];
    }

    Tags tags(int index) {
        return tags[index];
    }

    boolean carriesCookie(int index) {
        return carriesCookie[index];
    }

    /** -1 when it is not known. */
    long ageNanos(int row) {
        long start = table.startTimeEpochNanos(row);
        return start == 0 ? -1 : clock.ageNanos(start);
    }
}
