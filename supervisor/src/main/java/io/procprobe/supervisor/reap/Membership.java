package io.procprobe.supervisor.reap;

import io.procprobe.ProcessTable;
import io.procprobe.supervisor.Tags;

/**
 * Tells which processes of a table are ours. Asked of each row in each sweep, so it allocates
 * nothing, and answers by {@link io.procprobe.SampleBuffer#slot} rather than by PID.
 *
 * <p>Who is being started counts as registered from before its start: else {@link
 * ReapPolicies#unregistered()} might choose a newborn. Who is being ended is best no subject any
 * more: else {@link ReapPolicies#moreThan} counts it among the living.
 */
public interface Membership {
    /**
     * The tags of a registered process.
     *
     * @param table refreshed
     * @param row one of its rows
     * @return null when it is not registered
     */
    Tags tags(ProcessTable table, int row);

    /**
     * Whether a process that is not registered was started on our behalf: by its environment, as it
     * was remembered when the process was first seen.
     *
     * @param table refreshed
     * @param row one of its rows, of a process that is not registered
     * @return false also when that cannot be told
     */
    boolean carriesCookie(ProcessTable table, int row);

    /**
     * Whether policies are asked about a process at all.
     *
     * @param table refreshed
     * @param row one of its rows
     * @param tags its tags; null when it is not registered
     * @param carriesCookie the answer of {@link #carriesCookie}
     * @return by default, whether it is ours
     */
    default boolean isSubject(ProcessTable table, int row, Tags tags, boolean carriesCookie) {
        return tags != null || carriesCookie;
    }

    /**
     * Whether the original parent of a process is gone. To be overridden by those who remember who
     * started it: the table does not know what was before its first refresh.
     *
     * @param table refreshed
     * @param row one of its rows
     * @return false also when that cannot be told
     */
    default boolean isOrphan(ProcessTable table, int row) {
        return table.isOrphan(row);
    }

    /**
     * Where there is no registry: every visible process is a subject.
     *
     * @return nobody is registered, and no cookie is looked for
     */
    static Membership everybody() {
        return Everybody.INSTANCE;
    }
}
