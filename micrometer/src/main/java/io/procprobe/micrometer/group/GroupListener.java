package io.procprobe.micrometer.group;

import io.procprobe.ExitBuffer;
import io.procprobe.ProcessTable;

/**
 * Is told what a refresh has found, by the thread that refreshes and before it returns: it must be
 * quick, must not throw, and must not refresh.
 */
public interface GroupListener {
    /** Stands for an end of which nothing more is known. */
    int UNKNOWN_END = -1;

    /**
     * One was not there at the refresh before. Not told of whom the first refresh finds.
     *
     * @param table just refreshed
     * @param row its row
     * @param membership a bit for each group that it is of, see {@link ProcessGroups#names}
     */
    default void spawned(ProcessTable table, int row, long membership) {}

    /**
     * One that was there has exited.
     *
     * @param pid the PID that it had
     * @param membership a bit for each group that it was of
     * @param ends what is known of ends
     * @param end the row of its end in it, or {@link #UNKNOWN_END}
     */
    default void exited(long pid, long membership, ExitBuffer ends, int end) {}

    /**
     * A refresh is over.
     *
     * @param nanos how long it took
     * @param isDone false when it has failed: then all is as it was before
     */
    default void refreshed(long nanos, boolean isDone) {}
}
