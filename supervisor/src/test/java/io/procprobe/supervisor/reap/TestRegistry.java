package io.procprobe.supervisor.reap;

import io.procprobe.Field;
import io.procprobe.ProcessId;
import io.procprobe.ProcessTable;
import io.procprobe.supervisor.Tags;
import java.util.ArrayList;
import java.util.List;

/** Knows the processes of a test, by identity; asking it allocates nothing. */
final class TestRegistry implements Membership {
    private final List<ProcessId> registered = new ArrayList<>();
    private final List<Tags> tags = new ArrayList<>();
    private final List<ProcessId> marked = new ArrayList<>();

    TestRegistry register(ProcessId id, Tags of) {
        registered.add(id);
        tags.add(of);
        return this;
    }

    TestRegistry mark(ProcessId id) {
        marked.add(id);
        return this;
    }

    @Override
    public Tags tags(ProcessTable table, int row) {
        int found = indexIn(registered, table, row);
        return found < 0 ? null : tags.get(found);
    }

    @Override
    public boolean carriesCookie(ProcessTable table, int row) {
        return indexIn(marked, table, row) >= 0;
    }

    private static int indexIn(List<ProcessId> ids, ProcessTable table, int row) {
        if (table.rows().has(row, Field.IDENTITY)) {
            for (int i = 0; i < ids.size(); i++) {
                if (ids.get(i).pid() == table.rows().pid(row)
                        && ids.get(i).startToken() == table.rows().startToken(row)) {
                    return i;
                }
            }
        }
        return -1;
    }
}
