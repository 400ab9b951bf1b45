package io.procprobe.micrometer.group;

import io.procprobe.ProcessTable;

/**
 * Says who is of a group. It is asked once for each process when it is first seen, and again at the
 * refresh after, when it may have started its program; never at each refresh.
 */
@FunctionalInterface
public interface GroupMatcher {
    /**
     * Whether a process is of the group. If this throws, it is not, and the log tells so once.
     *
     * @param table just refreshed
     * @param row the row of the process
     * @return the answer holds for the life of the process
     */
    boolean matches(ProcessTable table, int row);

    /**
     * Whoever both choose.
     *
     * @param other asked only about those whom this one chooses
     * @return a new matcher
     */
    default GroupMatcher and(GroupMatcher other) {
        return (table, row) -> matches(table, row) && other.matches(table, row);
    }
}
