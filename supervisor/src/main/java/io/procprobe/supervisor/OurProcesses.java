package io.procprobe.supervisor;

import io.procprobe.Field;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.supervisor.reap.Membership;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Who of a table is looked after, and who was started by those who were and are not any more. The
 * environment of a process is read when it is first seen, and again when it is not young any more:
 * what a process starts inherits it from the beginning, but has its own only with its own program.
 */
final class OurProcesses implements Membership {
    private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Of a process that is none of ours. */
    private static final String NOBODY = "";

    private final ProcessProbe probe;
    private final SpawnIds spawnIds;
    private final Living living;
    private final TextBuffer text;
    private Supervised[] byRow = new Supervised[64];

    /** By the small number of a slot: whose it was when it was looked at, and what was found. */
    private long[] slotSeen = new long[64];

    private String[] spawnIdSeen = new String[64];
    private boolean[] wasYoung = new boolean[64];

    OurProcesses(ProcessProbe probe, SpawnIds spawnIds, Living living) {
        this.probe = probe;
        this.spawnIds = spawnIds;
        this.living = living;
        this.text = probe.newTextBuffer(64);
    }

    /** After each refresh, before anything is asked. */
    void begin(ProcessTable table, List<Supervised> living) {
        int rows = table.rows().rows();
        if (rows > byRow.length) {
            byRow = new Supervised[rows * 2];
        } else {
            Arrays.fill(byRow, null);
        }
        for (int i = 0; i < living.size(); i++) {
            int row = HealthSweep.rowOf(table, living.get(i));
            if (row != ProcessTable.NONE) {
                byRow[row] = living.get(i);
            }
        }
    }

    /** Null when the process of this row is not looked after. */
    Supervised at(int row) {
        return row < byRow.length ? byRow[row] : null;
    }

    @Override
    public Tags tags(ProcessTable table, int row) {
        Supervised who = at(row);
        return who == null ? null : who.tags();
    }

    /** Nobody is chosen twice: who is being ended is no subject any more. */
    @Override
    public boolean isSubject(ProcessTable table, int row, Tags tags, boolean carriesCookie) {
        Supervised who = at(row);
        return who == null ? carriesCookie : who.endReason() == null;
    }

    @Override
    public boolean carriesCookie(ProcessTable table, int row) {
        SampleBuffer rows = table.rows();
        if (!rows.has(row, Field.IDENTITY)) {
            return false;
        }
        String spawnId = spawnId(table, row);
        // In this order: who is started is looked after before its start is over.
        return !spawnId.equals(NOBODY)
                && !spawnIds.isUnderWay(spawnId)
                && !living.hasSpawnId(spawnId);
    }

    /** The cookie of the start that it comes from; {@link #NOBODY} when it is not one of ours. */
    private String spawnId(ProcessTable table, int row) {
        long slot = table.rows().slot(row);
        int index = ProcessWatch.index(slot);
        if (index >= slotSeen.length) {
            slotSeen = Arrays.copyOf(slotSeen, index * 2);
            spawnIdSeen = Arrays.copyOf(spawnIdSeen, index * 2);
            wasYoung = Arrays.copyOf(wasYoung, index * 2);
        }
        boolean isKnown = slotSeen[index] == slot + 1;
        if (isKnown && (!wasYoung[index] || isYoung(table, row))) {
            return spawnIdSeen[index];
        }
        String found = readSpawnId(table.rows().id(row));
        if (found != null) {
            slotSeen[index] = slot + 1;
            spawnIdSeen[index] = found;
            // Twice at most: each reading leaves a little garbage.
            wasYoung[index] = !isKnown && found.equals(NOBODY) && isYoung(table, row);
        }
        return found == null ? NOBODY : found;
    }

    /** Null when that cannot be told now. */
    private String readSpawnId(ProcessId who) {
        Status status = probe.text().environment(who, EnvironmentRules.SUPERVISOR, text);
        if (status == Status.OK && text.toString().equals(spawnIds.supervisor())) {
            return probe.text().environment(who, EnvironmentRules.SPAWN, text) == Status.OK
                    ? text.toString()
                    : null;
        }
        boolean isTransient = status == Status.AGAIN || status == Status.OS_ERROR;
        return isTransient ? null : NOBODY;
    }

    private static boolean isYoung(ProcessTable table, int row) {
        long startedAt = table.startTimeEpochNanos(row);
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        return now - startedAt < YOUNG_NANOS;
    }
}
