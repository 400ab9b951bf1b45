package io.procprobe.supervisor.reap;

import io.procprobe.Field;
import io.procprobe.ProcessTable;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import java.util.Arrays;
import java.util.Locale;

/**
 * Who is never ended: this process and its ancestors, the first process, the kernel's own, those
 * whose identity is not known, and those who have ended already.
 */
final class Spared {
    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final long FIRST_PROCESS = 1;
    private static final int NO_PID = -1;

    private static final boolean IS_WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    /** What Windows calls "System": its threads and its children are the kernel's. */
    private static final int WINDOWS_SYSTEM = 4;

    /** The parent of Linux's kernel threads; in a container this number may be anybody's. */
    private static final int KTHREADD = 2;

    private static final String KTHREADD_NAME = "kthreadd";

    private int[] ownRows = new int[16];
    private int ownCount;
    private long kernelPid;

    /** Looks who is who in a table that has been refreshed. */
    void look(ProcessTable table) {
        ownCount = 0;
        for (int row = table.find(OWN_PID); row != ProcessTable.NONE; row = table.parent(row)) {
            if (ownCount == ownRows.length) {
                ownRows = Arrays.copyOf(ownRows, ownCount * 2);
            }
            ownRows[ownCount++] = row;
        }
        kernelPid = IS_WINDOWS ? WINDOWS_SYSTEM : isKthreadd(table) ? KTHREADD : NO_PID;
    }

    boolean isSpared(ProcessTable table, int row) {
        SampleBuffer rows = table.rows();
        long pid = rows.pid(row);
        return rows.status(row) != Status.OK
                || !rows.has(row, Field.IDENTITY)
                || (rows.has(row, Field.ALIVE) && !rows.isAlive(row))
                || pid <= FIRST_PROCESS
                || pid == OWN_PID
                || pid == kernelPid
                || (rows.has(row, Field.PARENT) && rows.parentPid(row) == kernelPid)
                || isOwn(row);
    }

    private boolean isOwn(int row) {
        for (int i = 0; i < ownCount; i++) {
            if (ownRows[i] == row) {
                return true;
            }
        }
        return false;
    }

    private static boolean isKthreadd(ProcessTable table) {
        int row = table.find(KTHREADD);
        if (row == ProcessTable.NONE
                || table.parent(row) != ProcessTable.NONE
                || table.nameLength(row) != KTHREADD_NAME.length()) {
            return false;
        }
        for (int i = 0; i < KTHREADD_NAME.length(); i++) {
            if (table.nameByte(row, i) != KTHREADD_NAME.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
