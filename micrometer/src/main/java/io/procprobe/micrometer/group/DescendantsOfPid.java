package io.procprobe.micrometer.group;

import io.procprobe.Field;
import io.procprobe.ProcessTable;
import io.procprobe.SampleBuffer;

/** Who is below a process, which is known by its identity from when it is first seen. */
final class DescendantsOfPid implements GroupMatcher {
    private final long pid;
    private boolean isKnown;
    private long token;

    DescendantsOfPid(long pid) {
        if (pid <= 0) {
            throw new IllegalArgumentException("a PID is above 0, not " + pid);
        }
        this.pid = pid;
    }

    @Override
    public boolean matches(ProcessTable table, int row) {
        int root = table.find(pid);
        if (root == ProcessTable.NONE || !isIt(table.rows(), root)) {
            return false;
        }
        int at = table.parent(row);
        while (at != ProcessTable.NONE && at != root) {
            at = table.parent(at);
        }
        return at == root;
    }

    private boolean isIt(SampleBuffer rows, int root) {
        if (!rows.has(root, Field.IDENTITY)) {
            return false;
        }
        if (!isKnown) {
            isKnown = true;
            token = rows.startToken(root);
        }
        return token == rows.startToken(root);
    }
}
