package io.procprobe.supervisor.reap;

import io.procprobe.ProcessTable;
import io.procprobe.supervisor.Tags;

/** The membership of those who have no registry. */
enum Everybody implements Membership {
    INSTANCE;

    @Override
    public Tags tags(ProcessTable table, int row) {
        return null;
    }

    @Override
    public boolean carriesCookie(ProcessTable table, int row) {
        return false;
    }

    @Override
    public boolean isSubject(ProcessTable table, int row, Tags tags, boolean carriesCookie) {
        return true;
    }
}
