package io.procprobe.supervisor;

import io.procprobe.Field;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.supervisor.reap.Membership;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Who of a table is looked after, and who was started by those who are or were. An environment is
 * read once for each process, when it is first seen: what a process starts inherits it from the
 * beginning.
 */
final class OurProcesses implements Membership {
    private final ProcessProbe probe;
    private final String supervisorId;

    /** Starts that are under way: their processes are not registered yet, and no strays. */
    private final Set<String> starting;

    private final TextBuffer text;
    private Supervised[] byRow = new Supervised[64];

    /** By the small number of a slot: whose it was when it was looked at, and what was found. */
    private long[] slotSeen = new long[64];

    private boolean[] hasCookie = new boolean[64];

    OurProcesses(ProcessProbe probe, String supervisorId, Set<String> starting) {
        this.probe = probe;
        this.supervisorId = supervisorId;
        this.starting = starting;
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
        long slot = rows.slot(row);
        int index = ProcessWatch.index(slot);
        if (index >= slotSeen.length) {
            slotSeen = Arrays.copyOf(slotSeen, index * 2);
            hasCookie = Arrays.copyOf(hasCookie, index * 2);
        }
        if (slotSeen[index] != slot + 1) {
            boolean is = isSet(table, row, EnvironmentRules.SUPERVISOR, supervisorId);
            if (is && isBeingStarted(table, row)) {
                return false; // and is looked at again
            }
            slotSeen[index] = slot + 1;
            hasCookie[index] = is;
        }
        return hasCookie[index];
    }

    private boolean isSet(ProcessTable table, int row, String variable, String value) {
        return probe.text().environment(table.rows().id(row), variable, text) == Status.OK
                && text.toString().equals(value);
    }

    private boolean isBeingStarted(ProcessTable table, int row) {
        return probe.text().environment(table.rows().id(row), EnvironmentRules.SPAWN, text)
                        == Status.OK
                && starting.contains(text.toString());
    }
}
